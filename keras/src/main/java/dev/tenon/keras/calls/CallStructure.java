package dev.tenon.keras.calls;

import java.util.List;

/**
 * How Python hands a model's inputs in or gets its outputs: bare, as a list, or as a dictionary.
 *
 * @param kind the form
 * @param keys the keys of a dictionary, in the order of the tensors; empty for the other forms
 */
public record CallStructure(Kind kind, List<String> keys) {
  /** The form. */
  public enum Kind {
    /** One tensor by itself. */
    BARE,
    /** A list or tuple, possibly nested; the tensors come in order. */
    LIST,
    /** A dictionary. */
    DICT
  }

  /** One tensor by itself. */
  public static final CallStructure BARE = new CallStructure(Kind.BARE, List.of());

  /** A list of tensors. */
  public static final CallStructure LIST = new CallStructure(Kind.LIST, List.of());

  /** Returns the form of so many tensors without names. */
  public static CallStructure of(int tensors) {
    return tensors == 1 ? BARE : LIST;
  }

  public CallStructure {
    keys = List.copyOf(keys);
  }
}
