import {
  Kind,
  OperationTypeNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import type { Admitted } from '../admission/admission.js';

/**
 * Whether all that an operation asks for stands below an `at` that names both coordinates of its basis: then its answer is the same for
 * ever, but for words that a redaction takes out.
 */
export function restsOnFixedBases({ document, operation, variables }: Admitted): boolean {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const defaults = new Map(
    (operation.variableDefinitions ?? []).map(({ variable, defaultValue }) => [variable.name.value, defaultValue]),
  );

  const isGiven = (value: ValueNode | undefined): boolean => {
    if (value === undefined || value.kind === Kind.NULL) return false;
    if (value.kind === Kind.VARIABLE) {
      const { value: name } = value.name;
      return Object.hasOwn(variables, name)
        ? variables[name] !== null && variables[name] !== undefined
        : isGiven(defaults.get(name));
    }
    // KnownAt is one of two, so whatever object has passed names one of them.
    return true;
  };
  const isFixed = ({ name, arguments: given = [] }: FieldNode): boolean => {
    if (name.value === '__typename') return true;
    return (
      name.value === 'at' &&
      ['knownAt', 'effectiveOn'].every((wanted) => isGiven(given.find((one) => one.name.value === wanted)?.value))
    );
  };
  const areFixed = ({ selections }: SelectionSetNode): boolean =>
    selections.every((selection) => {
      if (selection.kind === Kind.FIELD) return isFixed(selection);
      const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      return inner !== undefined && areFixed(inner.selectionSet);
    });
  return operation.operation === OperationTypeNode.QUERY && areFixed(operation.selectionSet);
}
