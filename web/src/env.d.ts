/** True only in the in-browser mock and in tests; production code behind it is dropped. */
declare const __MOCK__: boolean;
