import 'reflect-metadata';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { Checked, checks, type Check } from './checks.js';

/**
 * The vocabulary in which contracts declare their fields. Each decorator is made of class-validator's own, so the
 * class remains the single source: class-validator can run it, and the JSON Schema is derived from its metadata.
 */
type Field = PropertyDecorator;
interface ListLimits {
  readonly min?: number;
  readonly max?: number;
}

const all =
  (...decorators: readonly Field[]): Field =>
  (target, key) => {
    for (const decorate of decorators) decorate(target, key);
  };

const list = ({ min = 0, max = 200 }: ListLimits, ...items: Field[]): Field =>
  all(IsArray(), ArrayMinSize(min), ArrayMaxSize(max), ...items);

/** May be left out. `null` is not a way to leave it out. */
export const Optional = (): Field => ValidateIf((_, value) => value !== undefined);

/** One line or paragraph of text, 1 to `max` characters (code points), well-formed, without control characters. */
export const Text = (max = 200): Field => all(Checked(checks.text), MinLength(1), MaxLength(max));
export const TextList = (max = 200, limits: ListLimits = {}): Field =>
  list(limits, Checked(checks.text, { each: true }), MinLength(1, { each: true }), MaxLength(max, { each: true }));

/** An identifier: 1 to 100 of letters, digits and `._:~-`. */
export const Id = (): Field => Checked(checks.id);
export const IdList = (limits: ListLimits = {}): Field => list(limits, Checked(checks.id, { each: true }));

export const Flag = (): Field => IsBoolean();
export const Whole = (min = 0, max = Number.MAX_SAFE_INTEGER): Field => all(IsInt(), Min(min), Max(max));
export const Choice = (values: readonly string[]): Field => IsIn(values);
export const ChoiceList = (values: readonly string[], limits: ListLimits = {}): Field =>
  list(limits, IsIn(values, { each: true }));

const checked = (one: Check) => (): Field => Checked(one);
/** RFC 3339 with an offset; stored in UTC with milliseconds. */
export const Instant = checked(checks.instant);
/** A calendar date without a time, `YYYY-MM-DD`. */
export const CalendarDate = checked(checks.date);
export const Country = checked(checks.country);
export const Currency = checked(checks.currency);
export const TimeZone = checked(checks.timeZone);
/** A BCP 47 language tag, as `de` or `zh-Hant-TW`. */
export const Language = checked(checks.language);
export const Email = checked(checks.email);
/** E.164, as stored; a command that takes a number as people write it declares `Text(40)` and normalises it. */
export const PhoneNumber = checked(checks.e164);
export const PhoneNumberList = (limits: ListLimits = {}): Field => list(limits, Checked(checks.e164, { each: true }));
/** SHA-256 of some bytes, in lower-case hexadecimal. */
export const Sha256 = checked(checks.sha256);
/** A positive number with at most three decimals. */
export const Quantity = checked(checks.quantity);
/** 0 to 100 with at most two decimals. */
export const Percent = checked(checks.percent);
/** A part of one: over 0, at most 1, at most four decimals. */
export const Share = checked(checks.share);

type Class = abstract new (...args: never[]) => object;
/** An object of another contract class. */
export const Nested = (type: () => Class): Field => all(IsObject(), ValidateNested(), Type(type as () => never));
export const ListOf = (type: () => Class, limits: ListLimits = {}): Field =>
  list(limits, IsObject({ each: true }), ValidateNested({ each: true }), Type(type as () => never));

/** Marks personal data: left out of public events unless granted, and (with erasure) encrypted in the store. */
export const Personal = (): Field => JSONSchema({ 'x-personal': true } as never) as Field;
