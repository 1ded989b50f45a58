/**
 * Writes a SELECT's one column that holds all its rows, as the JSON text of an array of objects, or NULL for none: each cell of a row costs
 * the thread that answers payments. `fields` gives an SQL expression for each property; one that is itself such a list of
 * properties becomes an object.
 */
export function jsonRows(fields: JsonFields): string {
  return `CAST(json_group_array(${jsonObject(fields)}) AS TEXT)`
}

interface JsonFields {
  readonly [property: string]: string | JsonFields
}

function jsonObject(fields: JsonFields): string {
  const pairs = Object.entries(fields).map(
    ([property, value]) => `'${property}', ${typeof value === 'string' ? value : jsonObject(value)}`,
  )
  return `json_object(${pairs.join(', ')})`
}
