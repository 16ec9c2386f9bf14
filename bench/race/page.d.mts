export interface Lap {
  readonly seconds: number;
  readonly cpu: number;
  readonly calls: number;
}

export type Runner = 'bare' | 'careful' | 'raccord' | 'puppeteer' | 'selenium';

export interface Race {
  readonly pageDelayMs: number;
  readonly taken: ReadonlyMap<Runner, readonly Lap[]>;
}

export interface Measured {
  readonly machine: Readonly<
    Record<
      | 'model'
      | 'system'
      | 'node'
      | 'chromium'
      | 'chromedriver'
      | 'playwright'
      | 'puppeteer'
      | 'selenium'
      | 'date',
      string
    >
  > &
    Readonly<Record<'cores' | 'gigabytes' | 'load', number>>;
  readonly command: string;
  readonly rounds: number;
  readonly races: readonly Race[];
  readonly startup: Readonly<Record<'empty' | 'help' | 'status', readonly number[]>>;
  readonly plan: Readonly<Record<'sirets' | 'pageLoads' | 'seconds', number>>;
  /** Bytes after each SIRET. */
  readonly held: readonly Readonly<Record<'heap' | 'node' | 'browser', number>>[];
}

export function performancePage(measured: Measured): string;
