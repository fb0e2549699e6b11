import type { ComponentChildren } from 'preact';

/** What is wrong with a form, by the id of the field on the page; `''` concerns the whole. */
export type FieldFaults = Readonly<Record<string, string>>;

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly type?: 'text' | 'email' | 'number' | 'search';
  readonly autocomplete?: string;
  readonly value?: string | null;
  /** What is wrong with it, with "Error:" in front in the language of the page. */
  readonly fault?: string | undefined;
  /** Its id on the page, by which faults name it, where that must not be its name. */
  readonly id?: string;
}

/** One field: label above, hint and fault tied to it, what was typed kept. */
export function Field({ name, label, hint, type = 'text', autocomplete = 'off', value, fault, id = name }: FieldProps) {
  const described = [hint !== undefined && `${id}-hint`, fault !== undefined && `${id}-fault`]
    .filter((one) => one !== false)
    .join(' ');
  return (
    <>
      <label for={id}>{label}</label>
      <Hint id={id} text={hint} />
      <Fault id={id} text={fault} />
      <input
        id={id}
        name={name}
        {...(type === 'number' ? { type } : { type, list: undefined })}
        value={value ?? ''}
        autocomplete={autocomplete}
        aria-describedby={described === '' ? undefined : described}
        aria-invalid={fault === undefined ? undefined : true}
      />
    </>
  );
}

const Hint = ({ id, text }: { readonly id: string; readonly text: string | undefined }) =>
  text === undefined ? null : (
    <p class="hint" id={`${id}-hint`}>
      {text}
    </p>
  );

const Fault = ({ id, text }: { readonly id: string; readonly text: string | undefined }) =>
  text === undefined ? null : (
    <p class="fault" id={`${id}-fault`}>
      {text}
    </p>
  );

/** A value of a choice, what people read for it, and in which language that is where it differs from the page's. */
export type Option = readonly [value: string, text: string, lang?: string];

/** One of several; `value` is what is chosen at first. */
export const Choice = ({
  name,
  label,
  value,
  options,
}: {
  name: string;
  label: string;
  value: string;
  options: readonly Option[];
}) => (
  <>
    <label for={name}>{label}</label>
    <select id={name} name={name}>
      {options.map(([option, text, lang]) => (
        <option value={option} lang={lang} selected={option === value}>
          {text}
        </option>
      ))}
    </select>
  </>
);

/** On top of a form that failed: what is wrong, each with a link to its field. It takes the focus. */
export const Problem = ({ title, faults }: { readonly title: string; readonly faults: FieldFaults }) => (
  <div class="problem" role="alert" aria-labelledby="problem" tabIndex={-1} autofocus>
    <h2 id="problem">{title}</h2>
    <ul>
      {Object.entries(faults).map(([field, text]) => (
        <li>{field === '' ? text : <a href={`#${field}`}>{text}</a>}</li>
      ))}
    </ul>
  </div>
);

/** A form that changes something: the token of the session is in it, so that no other page can send it. */
export const PostForm = ({
  action,
  formToken,
  children,
  ...more
}: {
  action: string;
  formToken: string;
  children: ComponentChildren;
  novalidate?: boolean;
  hidden?: boolean;
}) => (
  <form method="post" action={action} {...more}>
    <input type="hidden" name="formToken" value={formToken} />
    {children}
  </form>
);
