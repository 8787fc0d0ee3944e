package dev.tenon.internal.collections;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Generates unique names: a taken name gets the first free number after an underscore, such as
 * {@code dense_1}.
 */
public final class UniqueNames {
  private final int first;
  private final String unnamed;
  private final Set<String> taken = new HashSet<>();

  /** The last number that a name got; those before it are taken for good. */
  private final Map<String, Integer> numbers = new HashMap<>();

  private UniqueNames(int first, String unnamed) {
    this.first = first;
    this.unnamed = unnamed;
  }

  /** Creates names numbered from 1 on. */
  public UniqueNames() {
    this(1, "");
  }

  /** Returns names numbered from another number on. */
  public static UniqueNames from(int first) {
    return new UniqueNames(first, "");
  }

  /** Returns names with a replacement for an empty name. */
  public static UniqueNames withoutEmpty(String unnamed) {
    return new UniqueNames(1, unnamed);
  }

  /** Returns whether a name is taken. */
  public boolean contains(String name) {
    return taken.contains(name);
  }

  /** Reserves names; some may be taken already. */
  public void takeAll(Collection<String> names) {
    taken.addAll(names);
  }

  /** Reserves a name; returns whether it was free. */
  public boolean take(String name) {
    return taken.add(name);
  }

  /** Reserves a preferred name, with a number if it is taken. */
  public String unique(String wish) {
    String name = wish.isEmpty() ? unnamed : wish;
    String candidate = name;
    while (!taken.add(candidate)) {
      candidate = name + "_" + numbers.merge(name, first, (last, start) -> last + 1);
    }
    return candidate;
  }
}
