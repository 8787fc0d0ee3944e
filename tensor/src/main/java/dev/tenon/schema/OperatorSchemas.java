package dev.tenon.schema;

import dev.tenon.tensor.DType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** ONNX's own schemas of every version of every operator, as recorded from its library. */
public final class OperatorSchemas {
  /** The oldest opset that is written. */
  public static final int OLDEST = 13;

  /** The newest opset that is written, and that the shipped ONNX Runtime takes. */
  public static final int NEWEST = 24;

  private static final Map<String, List<OperatorSchema>> KNOWN = new ConcurrentHashMap<>();

  private OperatorSchemas() {}

  /** Returns the versions of an operator, the oldest first. */
  private static List<OperatorSchema> versions(String domain, String operator) {
    return KNOWN.computeIfAbsent(
        domain + ' ' + operator, key -> SchemaText.versions(domain, operator));
  }

  /**
   * Returns what an operator means in an opset, or in the first that has it where that is a later
   * one; null if the schemas do not have it.
   *
   * @param domain empty for ONNX's own
   */
  public static @Nullable OperatorSchema find(String domain, String operator, long opset) {
    OperatorSchema found = null;
    for (OperatorSchema schema : versions(domain, operator)) {
      // Younger than the file says that it is: what it looks like is known all the same.
      found = found == null || schema.since() <= opset ? schema : found;
    }
    return found;
  }

  /** Returns what an attribute is in the newest opset where it is left out; null for no default. */
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

  /** Returns the operators of ONNX's own of which some version has an attribute. */
  public static Set<String> having(String attribute) {
    return SchemaText.having(attribute);
  }

  /** Returns the first opset that is written and has an operator of ONNX's own. */
  public static int since(String operator) {
    return since("", operator, schema -> true);
  }

  /**
   * Returns the first version that is written and has an operator with some attributes.
   *
   * @param domain empty for ONNX's own
   */
  public static int since(String domain, String operator, Set<String> attributes) {
    return since(domain, operator, schema -> schema.attributes().keySet().containsAll(attributes));
  }

  /** Returns the first opset that is written and gives an operator so many inputs. */
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

  /** Returns the first opset that lets an attribute have a value, where others came before. */
  public static int since(String operator, String attribute, String value) {
    return Math.max(OLDEST, SchemaText.value(operator, attribute, value));
  }

  /** Returns the first opset that has values of a type; {@link #OLDEST} for all older ones. */
  public static int since(DType type) {
    for (OperatorSchema schema : versions("", "Identity")) {
      if (schema.since() >= OLDEST && schema.inputs().first().contains(type)) {
        return schema.since();
      }
    }
    return OLDEST;
  }

  /**
   * Returns the first opset that lets the first operand and the first result of an operator have a
   * type, where an earlier one had the operator without the type; else {@link #OLDEST}.
   *
   * <p>Of types that no operator had before, {@link #since(DType)} knows it.
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

  /**
   * Returns whether an initializer is learned that an operator of ONNX's own reads at a position.
   */
  public static boolean isWeight(String operator, int input) {
    return SchemaText.role(operator, input) == 'w' || isInitialState(operator, input);
  }

  /** Returns whether an operator of ONNX's own reads the state that a recurrence begins with. */
  public static boolean isInitialState(String operator, int input) {
    return SchemaText.role(operator, input) == 'b';
  }

  /** Returns whether an operator of ONNX's own changes what it reads while the network learns. */
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
