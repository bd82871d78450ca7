#!/usr/bin/env node
import 'reflect-metadata';
import { runServer } from '@touchstream/platform';
import { projectorSettings } from './settings.js';
import { startProjector } from './start.js';

runServer({
  name: 'projector',
  about: 'folds events into read models, publishes them, and carries out what follows from them',
  settings: projectorSettings,
  start: startProjector,
});
