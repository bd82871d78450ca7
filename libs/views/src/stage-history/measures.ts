export { conversion, conversionMatrix, type Conversion, type ConversionQuestion } from './conversion.js';
export * from './outcomes.js';
export { upTo, type Period } from './period.js';
export { timeInStage, type TimeInStage } from './time-in-stage.js';
