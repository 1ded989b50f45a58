export { HOSTILE_DISHES, SEVEN_DISHES, SEVEN_DISHES_EN } from '../../../desktop/views/data/dishes.ts'
