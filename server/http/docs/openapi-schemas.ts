import * as z from 'zod'
import { auditEntrySchema } from '../../../shared/api/audit.ts'
import { deviceSchema, pairedDeviceSchema } from '../../../shared/api/devices.ts'
import { apiKeySchema, issuedKeySchema } from '../../../shared/api/keys.ts'
import { customerSchema, orderItemSchema, orderSchema, statisticsSchema } from '../../../shared/api/orders.ts'
import { paymentSchema, startedPaymentSchema } from '../../../shared/api/payments.ts'
import { reminderSchema } from '../../../shared/api/reminders.ts'
import { storeSchema } from '../../../shared/api/stores.ts'
import { storeIntakeSchema } from '../../../shared/intake.ts'
import { ORDER_STATUS, orderStatusSchema, PAY_STATUS, payStatusSchema } from '../../../shared/order.ts'
import { problemSchema } from '../../../shared/problem.ts'
import { orderSummarySchema } from '../../../shared/reminder.ts'

/** The part of JSON Schema 2020-12 that our schemas use. */
export interface JsonSchema {
  $ref?: string
  type?: string | string[]
  properties?: Record<string, JsonSchema>
  required?: string[]
  items?: JsonSchema
  additionalProperties?: JsonSchema | false
  anyOf?: JsonSchema[]
  /** Forms of which each has its own fields. */
  oneOf?: JsonSchema[]
  enum?: unknown[]
  const?: unknown
  default?: unknown
  pattern?: string
  format?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  description?: string
  /** The names of the values of `enum`, in their order, as generators of clients read them. */
  'x-enum-varnames'?: string[]
}

/** The answers with a name of their own, so that a generated client has one type for each. */
const NAMED = {
  Order: orderSchema,
  OrderItem: orderItemSchema,
  Customer: customerSchema,
  Statistics: statisticsSchema,
  StartedPayment: startedPaymentSchema,
  Payment: paymentSchema,
  Reminder: reminderSchema,
  OrderSummary: orderSummarySchema,
  Store: storeSchema,
  StoreIntake: storeIntakeSchema,
  Device: deviceSchema,
  PairedDevice: pairedDeviceSchema,
  ApiKey: apiKeySchema,
  IssuedKey: issuedKeySchema,
  AuditEntry: auditEntrySchema,
  Problem: problemSchema,
} satisfies Record<string, z.ZodType>

export interface OpenApiSchemas {
  components: Record<string, JsonSchema>
  /** Makes the schema of a value that a client sends. */
  input(schema: z.ZodType): JsonSchema
  /** Makes the schema of a value that a client gets, with references to the components. */
  output(schema: z.ZodType): JsonSchema
}

/** Makes the converter of our zod schemas to those of an OpenAPI 3.1 document. */
export function createOpenApiSchemas(): OpenApiSchemas {
  const named = Object.entries(NAMED).map(([name, schema]) => [name, jsonSchema(schema, 'output')] as const)
  const names = new Map(named.map(([name, schema]) => [JSON.stringify(schema), name]))

  function withReferences<T>(value: T): T {
    if (typeof value !== 'object' || value === null) return value
    const name = names.get(JSON.stringify(value))
    return name === undefined ? inside(value) : ({ $ref: `#/components/schemas/${name}` } as T)
  }

  function inside<T extends object>(value: T): T {
    if (Array.isArray(value)) return value.map(withReferences) as unknown as T
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withReferences(part)])) as T
  }

  return {
    components: Object.fromEntries(named.map(([name, schema]) => [name, inside(schema)])),
    input: (schema) => jsonSchema(schema, 'input'),
    output: (schema) => withReferences(jsonSchema(schema, 'output')),
  }
}

/** The names of numbers that mean something. */
const ENUMS = new Map<z.core.$ZodType, string[]>([
  [orderStatusSchema, Object.keys(ORDER_STATUS)],
  [payStatusSchema, Object.keys(PAY_STATUS)],
])

/** Writes a choice of constants as an enumeration: generators make one type of it, and not one for each. */
function oneType(choice: JsonSchema): JsonSchema {
  const values = choice.anyOf?.map((one) => one.const) ?? []
  delete choice.anyOf
  const integer = values.every((value) => Number.isInteger(value))
  return { type: integer ? 'integer' : 'string', enum: values }
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override({ zodSchema, jsonSchema: made }) {
      const names = ENUMS.get(zodSchema)
      if (made.anyOf?.every((one) => typeof one === 'object' && 'const' in one) === true)
        Object.assign(made, oneType(made as JsonSchema), names && { 'x-enum-varnames': names })
      // Answers may grow, and clients must not mind. What clients send is as strict as it says.
      if (io === 'output' && made.additionalProperties === false) delete made.additionalProperties
      // Names of JSON are strings.
      delete made.propertyNames
      // That a number is a safe one goes without saying.
      if (made.minimum === Number.MIN_SAFE_INTEGER) delete made.minimum
      if (made.maximum === Number.MAX_SAFE_INTEGER) delete made.maximum
    },
  })
  return rest as JsonSchema
}
