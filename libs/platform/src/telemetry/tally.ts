/** What became of the spans of this process that were to be exported. Like the API's tracer, there is one a process. */
export const spanTally = { exported: 0, dropped: 0 };
