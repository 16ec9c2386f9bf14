/** A metric family in Prometheus' text format. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Returns the metrics as text. All are gauges: each is the state at the time of writing. */
export function prometheusText(metrics: readonly Metric[]): string {
  return metrics
    .flatMap(({ name, help, samples }) => [
      `# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`,
      `# TYPE ${name} gauge`,
      ...samples.map(({ labels = {}, value }) => `${name}${labelText(labels)} ${value}`),
    ])
    .map((line) => `${line}\n`)
    .join('');
}

/** Returns the metrics of several homes as one list, each sample with the labels of its home. */
export function mergedMetrics(
  places: readonly {
    readonly labels: Readonly<Record<string, string>>;
    readonly metrics: readonly Metric[];
  }[],
): Metric[] {
  const merged = new Map<string, Metric>();
  for (const { labels: own, metrics } of places) {
    for (const { name, help, samples } of metrics) {
      const labelled = samples.map(({ labels, value }) => ({
        labels: { ...own, ...labels },
        value,
      }));
      const others = merged.get(name)?.samples ?? [];
      merged.set(name, { name, help, samples: [...others, ...labelled] });
    }
  }
  return [...merged.values()];
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
