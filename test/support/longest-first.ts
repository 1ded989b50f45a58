import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Projects by how long their longest file takes, longest first: at the end of a run no worker waits for another. */
export const PROJECTS_IN_ORDER: readonly string[] = [
  ...['faults', 'launch', 'browser', 'path', 'postgres', 'path-postgres', 'deploy', 'windows', 'packages'],
  ...['speech', 'house', 'server-postgres', 'server-long', 'server', 'desktop', 'client', 'shared'],
]

/** Runs the projects in that order; within one, what took longest the last time comes first, else the larger file. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ project }: TestSpecification) => PROJECTS_IN_ORDER.indexOf(project.name)
    const sorted = await super.sort(files)
    return sorted.toSorted((a, b) => rank(a) - rank(b))
  }
}
