import js from "@eslint/js";
import tseslint from "typescript-eslint";

/** Time is an argument (ADR 0003): each room gets it from where its docstring says, never from the machine. */
const noMachineTime = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: "Take the instant as an argument.",
  },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: "Take the instant as an argument.",
  },
  {
    selector:
      "CallExpression[callee.object.name='DateTime'][callee.property.name=/^(now|local|utc)$/][arguments.length=0]",
    message: "Take the instant as an argument.",
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: "Derive it, or take it as an argument.",
  },
];
const noCreateTimer = {
  selector: "CallExpression[callee.property.name='createTimer']",
  message: "Only orchestrations/waits.ts makes timers: it keeps them under the platform's six days.",
};

/** Whatever leaves is judged by the gate immediately before: nothing else hands anything to a provider (ADR 0007). */
const noWayAroundTheGate = [
  {
    selector:
      "CallExpression[callee.property.name='send'][callee.object.name='mail'], CallExpression[callee.property.name='send'][callee.object.property.name='mail']",
    message: "Only shared/cases/commands/deliver.ts hands messages over: it asks the gate first.",
  },
];

export default tseslint.config(
  {
    ignores: [
      "dist/**",
      "node_modules/**",
      "coverage/**",
      "test/golden/**",
      "test/histories/**",
      "**/recorded/**",
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ["*.mjs"] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "require-yield": "off",
      eqeqeq: ["error", "always", { null: "ignore" }],
    },
  },
  {
    files: ["shared/**/*.ts", "web/**/*.ts", "functions/**/*.ts"],
    ignores: ["shared/adapters/system-clock/**", "web/client/**", "shared/cases/commands/deliver.ts"],
    rules: { "no-restricted-syntax": ["error", ...noMachineTime, ...noWayAroundTheGate] },
  },
  {
    files: ["shared/cases/commands/deliver.ts"],
    rules: { "no-restricted-syntax": ["error", ...noMachineTime] },
  },
  {
    files: ["orchestrations/**/*.ts"],
    ignores: ["orchestrations/waits.ts"],
    rules: {
      "no-restricted-syntax": ["error", ...noMachineTime, noCreateTimer],
      "no-restricted-globals": [
        "error",
        "process",
        "console",
        "fetch",
        "setTimeout",
        "setInterval",
        "crypto",
      ],
    },
  },
  {
    files: ["orchestrations/waits.ts"],
    rules: {
      "no-restricted-syntax": ["error", ...noMachineTime],
      "no-restricted-globals": [
        "error",
        "process",
        "console",
        "fetch",
        "setTimeout",
        "setInterval",
        "crypto",
      ],
    },
  },
  {
    files: [
      "shared/domain/**/*.ts",
      "shared/rules/**/*.ts",
      "shared/ledger/**/*.ts",
      "shared/intake/**/*.ts",
    ],
    rules: {
      "no-restricted-globals": [
        "error",
        "process",
        "console",
        "fetch",
        "setTimeout",
        "setInterval",
        "crypto",
      ],
    },
  },
  { files: ["**/*.mjs"], ...tseslint.configs.disableTypeChecked },
);
