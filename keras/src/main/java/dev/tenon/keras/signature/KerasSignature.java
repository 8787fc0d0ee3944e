package dev.tenon.keras.signature;

import java.util.List;
import java.util.Set;

/**
 * What a class or function of Keras takes.
 *
 * @param kind what it is
 * @param name its own name
 * @param module the Python module under which Keras writes it into a {@code .keras} file
 * @param function whether it is a function
 * @param arguments its own arguments, in order
 * @param more arguments that it takes besides, such as {@code name}, or takes out of a
 *     configuration
 * @param takesAnything whether it ignores arguments that it does not know
 * @param config keys that it writes into a configuration, in order; empty for functions and
 *     operations
 * @param call arguments of its {@code call}; empty for what is not called
 * @param callTakesAnything whether its {@code call} takes any arguments
 * @param aliases other names under which Keras finds it
 */
public record KerasSignature(
    SignatureKind kind,
    String name,
    String module,
    boolean function,
    List<Argument> arguments,
    Set<String> more,
    boolean takesAnything,
    List<String> config,
    List<Argument> call,
    boolean callTakesAnything,
    Set<String> aliases) {
  public KerasSignature {
    arguments = List.copyOf(arguments);
    more = Set.copyOf(more);
    config = List.copyOf(config);
    call = List.copyOf(call);
    aliases = Set.copyOf(aliases);
  }

  /** Returns the arguments without a default, in order. */
  public List<String> required() {
    return arguments.stream()
        .filter(argument -> argument.defaultValue() == null)
        .map(Argument::name)
        .toList();
  }

  /** Says whether a configuration may have a key. */
  public boolean takes(String key) {
    return takesAnything || more.contains(key) || has(arguments, key);
  }

  /** Says whether a call may have a keyword. */
  public boolean takesInCall(String keyword) {
    return callTakesAnything || has(call, keyword);
  }

  private static boolean has(List<Argument> arguments, String name) {
    return arguments.stream().anyMatch(argument -> argument.name().equals(name));
  }
}
