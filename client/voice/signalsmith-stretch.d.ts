/** The library says what it does to the scope it runs in: it is loaded for that alone. */
declare module 'signalsmith-stretch';
