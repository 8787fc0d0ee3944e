package dev.tenon.exporters.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.op.Attributes;
import dev.tenon.ir.op.NotInOnnx;
import dev.tenon.ir.op.Operators;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.schema.OperatorSchemas;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every operator record against what ONNX's own schemas say of it; see make-operators.py. */
class OperatorSchemaTest {
  /** Optional in ONNX, always written out in Tenon. */
  private static final Map<String, Set<String>> ALWAYS_GIVEN =
      Map.of(
          "Transpose", Set.of("perm"),
          "ConstantOfShape", Set.of("value"));

  private static final Set<String> NESTING = Set.of("Scan", "If", "Loop");

  /** Where ONNX calls a type otherwise than NumPy. */
  private static final Map<DType, String> ONNX_NAMES =
      Map.of(DType.FLOAT32, "float", DType.FLOAT64, "double", DType.STRING, "string");

  private static final JsonNode SCHEMAS = read();

  private static JsonNode read() {
    try (InputStream json = OperatorSchemaTest.class.getResourceAsStream("/onnx/operators.json")) {
      return new ObjectMapper().readTree(json).get("operators");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Class<? extends Operator>> standard() {
    return Operators.all().stream().filter(r -> !r.isAnnotationPresent(NotInOnnx.class)).toList();
  }

  @Test
  void everyRecordHasTheAttributesOfItsSchema() {
    List<String> wrong = new ArrayList<>();
    for (Class<? extends Operator> record : standard()) {
      String name = record.getSimpleName();
      JsonNode schema = SCHEMAS.get(name);
      if (schema == null) {
        wrong.add(name + " is no ONNX operator");
        continue;
      }
      if (!schema.path("domain").asText().equals(Operators.domain(record))) {
        wrong.add(name + " is in the domain '" + schema.path("domain").asText() + "'");
      }
      Set<String> expected = new TreeSet<>();
      schema.get("attributes").fieldNames().forEachRemaining(expected::add);
      if (!expected.equals(new TreeSet<>(Attributes.names(record)))) {
        wrong.add(name + " has " + Attributes.names(record) + ", ONNX has " + expected);
        continue;
      }
      for (RecordComponent component : Attributes.components(record)) {
        JsonNode attribute = schema.get("attributes").get(Attributes.name(component));
        String type = attribute.get("type").asText();
        if (!fits(component, type)) {
          wrong.add(name + "." + component.getName() + " should be " + type);
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(standard()).hasSizeGreaterThan(130);
  }

  private static boolean fits(RecordComponent component, String type) {
    Class<?> found = component.getType();
    String generic = component.getGenericType().getTypeName();
    return switch (type) {
      case "INT" -> found == long.class || found == Long.class || found == DType.class;
      case "FLOAT" -> found == float.class || found == Float.class;
      case "STRING" -> found == String.class;
      case "INTS" -> generic.equals("java.util.List<java.lang.Long>");
      case "FLOATS" -> generic.equals("java.util.List<java.lang.Float>");
      case "STRINGS" -> generic.equals("java.util.List<java.lang.String>");
      case "TENSOR" -> found == Tensor.class;
      case "GRAPH" -> found == Graph.class;
      default -> false;
    };
  }

  @Test
  void whatIsAbsentTakesTheSchemasDefault() {
    for (Class<? extends Operator> record : standard()) {
      String name = record.getSimpleName();
      if (NESTING.contains(name)) {
        continue; // How many states it has is no attribute, and a graph is no sample value.
      }
      Map<String, Object> required = new HashMap<>();
      Map<String, Object> expected = new HashMap<>();
      for (RecordComponent component : Attributes.components(record)) {
        String attribute = Attributes.name(component);
        JsonNode schema = SCHEMAS.get(name).get("attributes").get(attribute);
        boolean given = ALWAYS_GIVEN.getOrDefault(name, Set.of()).contains(attribute);
        if (schema.get("required").asBoolean() || given) {
          required.put(attribute, sample(component.getType()));
        } else if (schema.has("default") && !schema.get("default").isArray()) {
          // A list as default (RNN's activations) stays absent: no component stands for it.
          expected.put(attribute, value(schema.get("default"), schema.get("type").asText()));
        }
      }
      Operator made = Attributes.create(record, required, number -> DType.FLOAT32);
      expected.putAll(required);
      assertThat(Attributes.of(made)).as(name).isEqualTo(expected);
      assertThat(Attributes.create(record, Attributes.of(made), number -> DType.FLOAT32))
          .as(name)
          .isEqualTo(made);
    }
  }

  private static Object sample(Class<?> type) {
    if (type == long.class) {
      return 1L;
    }
    if (type == String.class) {
      return "x";
    }
    if (type == DType.class) {
      return DType.FLOAT32;
    }
    return type == Tensor.class ? Tensor.of(new float[1]) : List.of(2L);
  }

  private static Object value(JsonNode json, String type) {
    return switch (type) {
      case "INT" -> json.asLong();
      case "FLOAT" -> (float) json.asDouble();
      default -> json.asText();
    };
  }

  @Test
  void versionsOfOtherDomainsAreThoseOfTheSchemas() {
    for (Class<? extends Operator> record : standard()) {
      String name = record.getSimpleName();
      if (Operators.domain(record).isEmpty()) {
        continue;
      }
      Map<String, Object> required = new HashMap<>();
      for (RecordComponent component : Attributes.components(record)) {
        String attribute = Attributes.name(component);
        if (SCHEMAS.get(name).get("attributes").get(attribute).get("required").asBoolean()) {
          required.put(attribute, sample(component.getType()));
        }
      }
      Operator made = Attributes.create(record, required, number -> DType.FLOAT32);
      int first = SCHEMAS.get(name).get("versions").get(0).asInt();
      assertThat(DomainVersions.first(made)).as(name).isEqualTo(Math.max(first, 2));
    }
  }

  @Test
  void opsetsAreThoseOfTheSchemas() {
    for (Class<? extends Operator> record : standard()) {
      String name = record.getSimpleName();
      int first = SCHEMAS.get(name).get("versions").get(0).asInt();
      if (!Operators.domain(record).isEmpty()) {
        continue; // Every opset goes with every version of another domain.
      }
      assertThat(OperatorSchemas.since(name)).as(name).isEqualTo(Math.max(first, 13));
    }
  }

  /** Between two versions whose attributes differ there is a step, or the operator is too young. */
  @Test
  void everyChangeOfAttributesHasAStep() {
    List<String> missing = new ArrayList<>();
    for (Class<? extends Operator> record : standard()) {
      String name = record.getSimpleName();
      if (name.equals("Cast")) {
        continue; // Its new attributes are about types that need the same opsets.
      }
      String before = null;
      for (var version : SCHEMAS.get(name).get("history").properties()) {
        String attributes = version.getValue().toString();
        int opset = Integer.parseInt(version.getKey());
        if (before != null
            && opset > OnnxOptions.OLDEST_OPSET
            && !attributes.equals(before)
            && !Downgrades.has(name, opset)) {
          missing.add(name + " " + opset + ": " + before + " became " + attributes);
        }
        before = attributes;
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void typesThatCameLaterAreKnown() {
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<String, JsonNode> operator : SCHEMAS.properties()) {
      for (DType type : DType.values()) {
        if (OperatorSchemas.since(type) > OnnxOptions.OLDEST_OPSET) {
          continue; // A model with such values needs a later opset whatever the operator is.
        }
        String name = ONNX_NAMES.getOrDefault(type, type.numpyName());
        int expected = operator.getValue().get("types").path(name).asInt(OnnxOptions.OLDEST_OPSET);
        if (operator.getValue().has("domain")) {
          continue; // Every opset goes with every version of another domain.
        }
        int found = OperatorSchemas.since(operator.getKey(), type);
        if (found != expected) {
          wrong.add(operator.getKey() + " of " + name + ": " + found + ", ONNX has " + expected);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void rolesOfInitializersAreThoseOfTheInputsNames() {
    assertThat(roles("Conv", 3)).isEqualTo("-ww");
    assertThat(roles("BatchNormalization", 5)).isEqualTo("-wwss");
    assertThat(roles("LSTM", 8)).isEqualTo("-www-bbw");
    assertThat(roles("DeformConv", 5)).isEqualTo("-w-w-");
    assertThat(roles("MatMul", 3)).isEqualTo("ww-");
    assertThat(roles("Relu", 1)).isEqualTo("-");
  }

  private static String roles(String operator, int inputs) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < inputs; i++) {
      String learned = OperatorSchemas.isInitialState(operator, i) ? "b" : "w";
      String state = OperatorSchemas.isState(operator, i) ? "s" : "-";
      letters.append(OperatorSchemas.isWeight(operator, i) ? learned : state);
    }
    return letters.toString();
  }
}
