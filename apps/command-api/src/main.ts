#!/usr/bin/env node
import 'reflect-metadata';
import { runServer } from '@touchstream/platform';
import { commandApiSettings } from './settings.js';
import { startCommandApi } from './start.js';

runServer({
  name: 'command-api',
  about: 'takes commands and appends what follows from them to the event store',
  settings: commandApiSettings,
  start: startCommandApi,
});
