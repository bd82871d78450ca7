import { Kafka } from 'kafkajs';
import type { KafkaSettings } from './kafka-url.js';
import type { Timing } from './timing.js';

/** The broker to ask first, another one for each new connection: one that is away must not stand in the way of the rest. */
function inTurns(brokers: readonly string[]): () => string[] {
  let first = Math.floor(Math.random() * brokers.length);
  return () => {
    first = (first + 1) % brokers.length;
    return [...brokers.slice(first), ...brokers.slice(0, first)];
  };
}

/** The client. It says nothing by itself: what goes wrong comes as an error of the call. */
export const kafkaClient = ({ brokers, ssl, sasl, clientId }: KafkaSettings, { connect, answer }: Timing): Kafka =>
  new Kafka({
    clientId,
    brokers: inTurns(brokers),
    ssl,
    ...(sasl && { sasl }),
    connectionTimeout: connect,
    authenticationTimeout: answer,
    requestTimeout: answer,
    enforceRequestTimeout: true,
    // Who called repeats, from where it knows to be right.
    retry: { retries: 0 },
    logCreator: () => () => undefined,
  });
