/** `12,345`: the same in every locale. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** `1 class`, `2 classes`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** `453.2 KB`: decimal units, as file managers and the services' limits have them. */
export function bytes(value: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let shown = value;
  let unit = 0;
  while (shown >= 1000 && unit < units.length - 1) {
    shown /= 1000;
    unit++;
  }
  return unit === 0 ? `${value} B` : `${shown.toFixed(1)} ${units[unit] ?? ''}`;
}

/** `12.3 %` of a share from 0 to 1. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** `0.903`: a share or a metric from 0 to 1, to the thousandth. */
export function thousandths(value: number): string {
  return value.toFixed(3);
}
