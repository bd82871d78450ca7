export { importRoute } from './import-files.routes.js';
