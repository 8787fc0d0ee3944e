package dev.tenon.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.layers.AdaptableSpec;
import dev.tenon.layers.Layers;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** A layer that adapted in Keras: one line of tests/goldens/adapt/adapt.json. */
public record AdaptCase(int number, JsonNode row) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Returns all cases. */
  public static List<AdaptCase> all() throws IOException {
    JsonNode rows = JSON.readTree(Checkout.file("tests/goldens/adapt/adapt.json").toFile());
    return IntStream.range(0, rows.size())
        .mapToObj(number -> new AdaptCase(number, rows.get(number)))
        .toList();
  }

  /** Returns the layer as it is before it adapts. */
  public AdaptableSpec<?, ?> spec() throws ReflectiveOperationException {
    Object spec =
        switch (row.get("layer").textValue()) {
          case "Normalization" -> Layers.normalization();
          case "Discretization" -> Layers.discretization();
          case "StringLookup" -> Layers.stringLookup();
          case "IntegerLookup" -> Layers.integerLookup();
          default -> Layers.textVectorization();
        };
    for (Map.Entry<String, JsonNode> argument : row.get("arguments").properties()) {
      spec = set(spec, JavaNames.camelCase(argument.getKey()), argument.getValue());
    }
    return (AdaptableSpec<?, ?>) spec;
  }

  private static Object set(Object spec, String name, JsonNode value)
      throws ReflectiveOperationException {
    Method setter =
        Arrays.stream(spec.getClass().getMethods())
            .filter(method -> method.getName().equals(name) && method.getParameterCount() == 1)
            .findFirst()
            .orElseThrow();
    Class<?> type = setter.getParameterTypes()[0];
    return setter.invoke(spec, JSON.convertValue(value, type));
  }

  /** Returns the layer adapted to the case's data. */
  public AdaptableSpec<?, ?> adapted() throws ReflectiveOperationException {
    List<Tensor> data =
        StreamSupport.stream(row.get("data").spliterator(), false).map(AdaptCase::tensor).toList();
    return row.get("whole").booleanValue() ? spec().adapt(data.get(0)) : spec().adapt(data);
  }

  /** Returns a recorded tensor. */
  public static Tensor tensor(JsonNode node) {
    long[] shape = JSON.convertValue(node.get("shape"), long[].class);
    if (node.get("dtype").textValue().equals("string")) {
      return Tensor.ofStrings(JSON.convertValue(node.get("values"), String[].class), shape);
    }
    DType type = DType.valueOf(node.get("dtype").textValue().toUpperCase(Locale.ROOT));
    return Tensor.of(JSON.convertValue(node.get("values"), double[].class), shape).cast(type);
  }

  @Override
  public String toString() {
    return number + " " + row.get("layer").textValue() + row.get("arguments");
  }
}
