package dev.tenon.schema;

import dev.tenon.tensor.DType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** ONNX's schemas of all versions of all operators, recorded from the onnx library. */
public final class OperatorSchemas {
  /** The oldest opset of exported files. */
  public static final int OLDEST = 13;

  /** The newest opset of exported files, and of the shipped ONNX Runtime. */
  public static final int NEWEST = 24;

  private static final Map<String, List<OperatorSchema>> KNOWN = new ConcurrentHashMap<>();

  private OperatorSchemas() {}

  /** Returns the versions of an operator, the oldest first. */
  private static List<OperatorSchema> versions(String domain, String operator) {
    return KNOWN.computeIfAbsent(
        domain + ' ' + operator, key -> SchemaText.versions(domain, operator));
  }

  /**
   * Returns the schema of an operator in an opset, or in its first opset if that is later; null for
   * an unknown operator.
   *
   * @param domain empty for the domain {@code ai.onnx}
   */
  public static @Nullable OperatorSchema find(String domain, String operator, long opset) {
    OperatorSchema found = null;
    for (OperatorSchema schema : versions(domain, operator)) {
      // Younger than the file says that it is: what it looks like is known all the same.
      found = found == null || schema.since() <= opset ? schema : found;
    }
    return found;
  }

  /** Returns the default of an attribute in the newest opset; null for no default. */
  public static @Nullable Object absent(String domain, String operator, String attribute) {
    Object absent = null;
    for (OperatorSchema schema : versions(domain, operator)) {
      if (schema.since() <= NEWEST && !schema.removed()) {
        OperatorSchema.Attribute found = schema.attributes().get(attribute);
        absent = found == null ? null : found.absent();
      }
    }
    return absent;
  }

  /** Returns the operators of {@code ai.onnx} with an attribute in some version. */
  public static Set<String> having(String attribute) {
    return SchemaText.having(attribute);
  }

  /** Returns the first exported opset with an operator of {@code ai.onnx}. */
  public static int since(String operator) {
    return since("", operator, schema -> true);
  }

  /**
   * Returns the first exported version of an operator with some attributes.
   *
   * @param domain empty for the domain {@code ai.onnx}
   */
  public static int since(String domain, String operator, Set<String> attributes) {
    return since(domain, operator, schema -> schema.attributes().keySet().containsAll(attributes));
  }

  /** Returns the first exported opset in which an operator takes a number of inputs. */
  public static int since(String operator, int inputs) {
    return since("", operator, schema -> schema.inputs().most() >= inputs);
  }

  private static int since(String domain, String operator, Predicate<OperatorSchema> fits) {
    int oldest = oldest(domain);
    for (OperatorSchema schema : versions(domain, operator)) {
      if (isWritten(domain, operator, schema) && fits.test(schema)) {
        return Math.max(oldest, schema.since());
      }
    }
    return oldest;
  }

  /** Returns the first opset that allows a value of an attribute. */
  public static int since(String operator, String attribute, String value) {
    return Math.max(OLDEST, SchemaText.value(operator, attribute, value));
  }

  /** Returns the first opset with an element type; {@link #OLDEST} for older ones. */
  public static int since(DType type) {
    for (OperatorSchema schema : versions("", "Identity")) {
      if (schema.since() >= OLDEST && schema.inputs().first().contains(type)) {
        return schema.since();
      }
    }
    return OLDEST;
  }

  /**
   * Returns the first opset in which the first operand and result of an operator may have a type.
   * Without such a change it is {@link #OLDEST}.
   *
   * <p>For types new to all operators see {@link #since(DType)}.
   */
  public static int since(String operator, DType type) {
    return since(type) > OLDEST
        ? OLDEST
        : Math.max(
            later(operator, OperatorSchema::inputs, type),
            later(operator, OperatorSchema::outputs, type));
  }

  private static int later(
      String operator, Function<OperatorSchema, OperatorSchema.Ports> ports, DType type) {
    boolean typed = false;
    for (OperatorSchema schema : versions("", operator)) {
      if (isWritten("", operator, schema)) {
        Set<DType> first = ports.apply(schema).first();
        if (first.contains(type)) {
          return typed ? schema.since() : OLDEST;
        }
        typed |= !first.isEmpty();
      }
    }
    return OLDEST;
  }

  /** Returns whether an operator of {@code ai.onnx} reads a trainable weight at a position. */
  public static boolean isWeight(String operator, int input) {
    return SchemaText.role(operator, input) == 'w' || isInitialState(operator, input);
  }

  /**
   * Returns whether an operator of {@code ai.onnx} reads the initial state of a recurrence at a
   * position.
   */
  public static boolean isInitialState(String operator, int input) {
    return SchemaText.role(operator, input) == 'b';
  }

  /**
   * Returns whether an operator of {@code ai.onnx} reads a state at a position that training
   * updates.
   */
  public static boolean isState(String operator, int input) {
    return SchemaText.role(operator, input) == 's';
  }

  /** Returns whether a version is written: that of the oldest opset, and later ones. */
  private static boolean isWritten(String domain, String operator, OperatorSchema schema) {
    OperatorSchema oldest = find(domain, operator, oldest(domain));
    return oldest != null && schema.since() >= oldest.since() && schema.since() <= NEWEST;
  }

  /** Returns the oldest version of a domain that is written. */
  private static int oldest(String domain) {
    return domain.isEmpty() ? OLDEST : 2;
  }
}
