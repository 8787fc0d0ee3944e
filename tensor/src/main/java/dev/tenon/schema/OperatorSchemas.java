package dev.tenon.schema;

import dev.tenon.tensor.DType;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * ONNX's own schemas of every version of every operator, as recorded from its library.
 *
 * <p>The list is read once, when it is first asked; a line is taken apart when it is first needed.
 */
public final class OperatorSchemas {
  /** The oldest opset that is written. */
  public static final int OLDEST = 13;

  /** The newest opset that is written, and that the shipped ONNX Runtime takes. */
  public static final int NEWEST = 24;

  private static final Map<String, OperatorSchema> KNOWN = new ConcurrentHashMap<>();

  private OperatorSchemas() {}

  /**
   * Returns what an operator means in an opset, or in the first that has it where that is a later
   * one; null where the schemas do not have it.
   *
   * @param domain empty for ONNX's own
   */
  public static @Nullable OperatorSchema find(String domain, String operator, long opset) {
    NavigableMap<Long, String> versions = SchemaText.LINES.get(domain + ' ' + operator);
    if (versions == null) {
      return null;
    }
    Map.Entry<Long, String> entry = versions.floorEntry(opset);
    // Younger than the file says that it is: what it looks like is known all the same.
    return parsed(entry == null ? versions.firstEntry().getValue() : entry.getValue());
  }

  /** Returns what an attribute is in the newest opset where it is left out; null for no default. */
  public static @Nullable Object absent(String domain, String operator, String attribute) {
    return written(domain, operator)
        .filter(schema -> !schema.removed())
        .reduce((older, newer) -> newer)
        .map(schema -> schema.attributes().get(attribute))
        .map(OperatorSchema.Attribute::absent)
        .orElse(null);
  }

  /** Returns the operators of ONNX's own that have an attribute in the newest opset. */
  public static List<String> having(String attribute) {
    return SchemaText.LINES.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(" "))
        .filter(entry -> entry.getValue().firstKey() <= NEWEST)
        .filter(
            entry ->
                entry
                    .getValue()
                    .floorEntry((long) NEWEST)
                    .getValue()
                    .contains(" " + attribute + ":"))
        .map(entry -> entry.getKey().substring(1))
        .sorted()
        .toList();
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

  private static int since(String domain, String operator, Predicate<OperatorSchema> fits) {
    return written(domain, operator)
        .filter(fits)
        .findFirst()
        .map(schema -> Math.max(oldest(domain), schema.since()))
        .orElse(oldest(domain));
  }

  /** Returns the first opset that is written and gives an operator so many inputs. */
  public static int since(String operator, int inputs) {
    return since("", operator, schema -> schema.inputs().most() >= inputs);
  }

  /** Returns the first opset that lets an attribute have a value, where others came before. */
  public static int since(String operator, String attribute, String value) {
    return SchemaText.VALUES.getOrDefault(operator + ' ' + attribute + ' ' + value, OLDEST);
  }

  /** Returns the first opset that has values of a type; {@link #OLDEST} for all older ones. */
  public static int since(DType type) {
    return versions("", "Identity")
        .filter(schema -> schema.since() >= OLDEST && schema.inputs().first().contains(type))
        .map(OperatorSchema::since)
        .findFirst()
        .orElse(OLDEST);
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
    List<OperatorSchema> typed =
        written("", operator).filter(schema -> !ports.apply(schema).first().isEmpty()).toList();
    return typed.stream()
        .filter(schema -> ports.apply(schema).first().contains(type))
        .findFirst()
        .filter(schema -> schema != typed.get(0))
        .map(OperatorSchema::since)
        .orElse(OLDEST);
  }

  /** Returns the oldest version of a domain that is written. */
  private static int oldest(String domain) {
    return domain.isEmpty() ? OLDEST : 2;
  }

  /** Returns the versions of an operator that are written, the oldest first. */
  private static Stream<OperatorSchema> written(String domain, String operator) {
    OperatorSchema oldest = find(domain, operator, oldest(domain));
    return versions(domain, operator)
        .filter(schema -> oldest != null && schema.since() >= oldest.since())
        .filter(schema -> schema.since() <= NEWEST);
  }

  private static Stream<OperatorSchema> versions(String domain, String operator) {
    return SchemaText.LINES
        .getOrDefault(domain + ' ' + operator, Collections.emptyNavigableMap())
        .values()
        .stream()
        .map(OperatorSchemas::parsed);
  }

  private static OperatorSchema parsed(String line) {
    return KNOWN.computeIfAbsent(line, unread -> OperatorSchema.read(unread, SchemaText::set));
  }
}
