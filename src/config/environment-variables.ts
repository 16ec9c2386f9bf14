/** Variables by name, as a process or `.env` gives them. */
export type Environment = Readonly<Record<string, string | undefined>>;
