export { ImportFilesController } from './import-files.controller.js';
