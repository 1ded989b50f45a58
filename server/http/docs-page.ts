import type { OpenApiDocument } from './openapi.ts'

export function docsPage(document: OpenApiDocument): string {
  return document.info.title
}
