// Mantine's defaults for a dense console. Colours and sizes live in tokens.css: the page's policy forbids style tags,
// so Mantine's own injected variables are off and the static sheet is overridden there instead.
import {
  ActionIcon,
  Button,
  createTheme,
  Drawer,
  Menu,
  Modal,
  MultiSelect,
  NumberInput,
  PasswordInput,
  Select,
  Switch,
  Tabs,
  Textarea,
  TextInput,
  Tooltip,
} from '@mantine/core';

// The scroll lock would inject a style tag.
const overlay = { lockScroll: false } as const;
/** Switching schemes without transitions would inject one, too. */
export const schemeOptions = { keepTransitions: true } as const;
const small = { size: 'sm' } as const;
const noPortalMotion = { transitionProps: { duration: 90 } } as const;

export const theme = createTheme({
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray', size: 'md' } }),
    Button: Button.extend({ defaultProps: { size: 'xs' } }),
    Drawer: Drawer.extend({ defaultProps: { ...overlay, ...noPortalMotion, position: 'right' } }),
    Modal: Modal.extend({ defaultProps: { ...overlay, ...noPortalMotion, centered: false } }),
    // A placeholder for the focus would be a child no menu may have: the first item takes it.
    Menu: Menu.extend({
      defaultProps: { ...noPortalMotion, shadow: 'md', withInitialFocusPlaceholder: false },
    }),
    MultiSelect: MultiSelect.extend({ defaultProps: small }),
    NumberInput: NumberInput.extend({ defaultProps: small }),
    PasswordInput: PasswordInput.extend({ defaultProps: small }),
    Select: Select.extend({ defaultProps: { ...small, allowDeselect: false } }),
    Switch: Switch.extend({ defaultProps: small }),
    Tabs: Tabs.extend({ defaultProps: { keepMounted: false } }),
    Textarea: Textarea.extend({ defaultProps: small }),
    TextInput: TextInput.extend({ defaultProps: small }),
    Tooltip: Tooltip.extend({
      defaultProps: { openDelay: 300, events: { hover: true, focus: true, touch: false } },
    }),
  },
});
