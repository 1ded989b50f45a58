/** A set that gives one of its members at random, in constant time like the rest. */
export class RandomSet<T> {
  readonly #members: T[] = []
  readonly #positions = new Map<T, number>()

  get size(): number {
    return this.#members.length
  }

  add(member: T): void {
    if (this.#positions.has(member)) return
    this.#positions.set(member, this.#members.length)
    this.#members.push(member)
  }

  /** Tells whether the member was there. */
  delete(member: T): boolean {
    const position = this.#positions.get(member)
    if (position === undefined) return false
    const last = this.#members.pop() as T
    this.#positions.delete(member)
    if (last === member) return true
    this.#members[position] = last
    this.#positions.set(last, position)
    return true
  }

  /** Returns one member; `below(n)` draws a whole number from 0 to n - 1. `undefined`: there is none. */
  pick(below: (n: number) => number): T | undefined {
    return this.size === 0 ? undefined : this.#members[below(this.size)]
  }
}
