import { derivedId, externalRefText, type ExternalRef } from '@touchstream/events';
import { ensure, type Claim } from '../decider/index.js';
import type { Customer } from './state.js';

/** Crockford's base 32: no letters that are taken for digits. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A code for a customer that was given none: `C-` and ten digits of base 32 that follow from its id. */
export function customerCode(customerId: string): string {
  let left = BigInt(`0x${derivedId(customerId, 'customer-code').slice(-12)}`);
  let digits = '';
  for (let at = 0; at < 10; at += 1, left >>= 5n) digits = DIGITS.charAt(Number(left & 31n)) + digits;
  return `C-${digits}`;
}

const codeValue = (code: string) => code.toLowerCase();

/** Refuses two references into one system. */
export function ensureOneIdPerSystem(refs: readonly ExternalRef[]): void {
  ensure(
    new Set(refs.map(({ system }) => system)).size === refs.length,
    'duplicate-reference',
    'a system may call the customer by one id only',
    '/externalRefs',
  );
}

/** The unique values in a customer's code and references; the code's case does not count. */
export const customerClaims = (code: string | undefined, refs: readonly ExternalRef[] = []): Claim[] => [
  ...(code === undefined ? [] : [{ kind: 'customer-code', value: codeValue(code), field: '/code' }]),
  ...refs.map((ref, at) => ({ kind: 'external-ref', value: externalRefText(ref), field: `/externalRefs/${at}` })),
];

/** Whether the customer holds the unique value now. */
export function holdsValue(state: Customer, { kind, value }: Pick<Claim, 'kind' | 'value'>): boolean {
  if (state.status === 'absent') return false;
  return customerClaims(state.profile.code, state.profile.externalRefs).some(
    one => one.kind === kind && one.value === value,
  );
}
