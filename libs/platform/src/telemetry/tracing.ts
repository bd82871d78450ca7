/** Whether this process makes traces. Where it does not, nothing is to be done for one. */
export const tracing = { isOn: false };
