/** Variables by name, as given by a process or `.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;
