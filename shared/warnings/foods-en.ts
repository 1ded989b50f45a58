/** Foods in English, in the singular: a plural in -s or -es is read as well; other plurals and usual misspellings stand here. */
const NAMES = `
raw, animal product, peanut, penut, peanut butter, peanut oil, nut, tree nut, pine nut, almond, cashew, walnut, pecan, pistachio, hazelnut, macadamia, chestnut,
sesame, sesame oil, sesame seed, sunflower seed, seed, egg, egg yolk, yolk, egg white, mayo, mayonnaise, aioli, milk, dairy, lactose,
butter, ghee, cream, sour cream, whipped cream, cheese, blue cheese, cream cheese, parmesan, mozzarella, feta, cheddar, paneer, yogurt,
yoghurt, whey, casein, gluten, glutten, wheat, barley, rye, oat, oat milk, flour, bread, breadcrumb, crouton, bun, noodle, rice, pasta, tofu,
soy, soya, soy sauce, soya sauce, soy milk, tempeh, miso, edamame, bean, beans, fava bean, broad bean, bean sprout, sprout, lentil, chickpea,
hummus, tahini, fish, raw fish, fish sauce, salmon, tuna, cod, anchovy, anchovies, sardine, eel, shellfish, seafood, shrimp, shrimp paste,
prawn, crab, lobster, squid, octopus, calamari, clam, mussel, oyster, oyster sauce, scallop, crustacean, mollusc, sashimi, sushi, roe,
meat, red meat, pork, bacon, ham, sausage, chorizo, salami, pepperoni, lard, beef, veal, lamb, mutton, goat, chicken, chicken stock, broth,
stock, duck, turkey, goose, liver, kidney, offal, organ meat, tripe, gelatin, gelatine, bone, skin, fat, gristle, onion, onoin, red onion,
spring onion, green onion, scallion, shallot, leek, chive, garlic, garlic sauce, ginger, cilantro, coriander, parsley, basil, mint, dill,
thyme, rosemary, oregano, lemongrass, celery, carrot, tomato, tomatoes, tomatos, potato, potatoes, fries, cucumber, pickle, gherkin, lettuce,
spinach, cabbage, kale, broccoli, cauliflower, eggplant, aubergine, zucchini, courgette, pumpkin, squash, radish, beet, beetroot, turnip,
mushroom, corn, sweetcorn, pea, asparagus, okra, olive, caper, jalapeno, bell pepper, pepper, black pepper, white pepper, chili, chilli,
chile, chillies, chilies, chili oil, chilli oil, chili sauce, hot sauce, paprika, cayenne, wasabi, mustard, horseradish, ketchup, vinegar,
relish, salsa, guacamole, avocado, avo, sriracha, curry, cumin, cinnamon, clove, star anise, nutmeg, saffron, turmeric, spice, spices, seasoning,
spicy, spiciness, hot spice, heat, salty, oily, greasy, sweet, sour, salt, sodium, msg, sugar, syrup, honey, sweetener, aspartame, sweetness,
oil, palm oil, fat, sauce, gravy, dressing, topping, garnish, marinade, dip, jam, jelly, chocolate, cocoa, caffeine, coffee, tea, alcohol,
wine, beer, rum, vodka, liquor, ice, ice cube, juice, soda, cola, coke, boba, tapioca, pearl, pudding, fruit, apple, banana, mango, mangoes,
strawberry, strawberries, berry, berries, blueberry, blueberries, cherry, cherries, kiwi, pineapple, peach, pear, plum, grape, raisin, sultana, date,
fig, citrus, lemon, lime, orange, grapefruit, melon, watermelon, papaya, coconut, coconut milk, lychee, durian, vegetable, veg, veggies,
salad, coleslaw, kimchi, seaweed, nori, sulphite, sulfite, sulphur, lupin, food colouring, food coloring, preservative, starch, cornstarch, yeast,
omelette, dumpling, wonton, spring roll, ice cream, custard, sprinkles, nutella, pesto, batter, soup, nightshade, legume, carb, purine`

export const FOODS_EN: readonly string[] = NAMES.trim().split(/,\s*/)
