#!/usr/bin/env node
import 'reflect-metadata';
import { runServer } from '@touchstream/platform';
import { queryApiSettings } from './settings.js';
import { startQueryApi } from './start.js';

runServer({
  name: 'query-api',
  about: 'answers what is so and what was so, and tells the public events as they come',
  settings: queryApiSettings,
  start: startQueryApi,
});
