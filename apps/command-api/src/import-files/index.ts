export { importRoute } from './import-files.routes.js';
export { uploadSettings } from './settings.js';
export { UploadRoom } from './upload-room.js';
