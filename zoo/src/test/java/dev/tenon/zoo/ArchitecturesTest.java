package dev.tenon.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.Model;
import dev.tenon.importers.keras.KerasModel;
import dev.tenon.internal.layers.LayerNames;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.LayerCall;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.NestedModel;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The 40 applications have the layers, connections, shapes, configurations and numbers of
 * parameters that real Keras gives them, in Keras' order; see tests/goldens/zoo/make.py.
 */
final class ArchitecturesTest {
  private static final Path GOLDEN = Checkout.file("tests/goldens/zoo/architectures.json.gz");
  private static final JsonNode RECORDED = read();

  private static JsonNode read() {
    try (InputStream stream = new GZIPInputStream(Files.newInputStream(GOLDEN))) {
      return new ObjectMapper().readTree(stream);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<Application> applications() {
    return Applications.all();
  }

  @Test
  void allOfKerasAreThere() {
    List<String> names = Applications.all().stream().map(Application::name).toList();
    assertThat(names).hasSize(40).containsExactlyInAnyOrderElementsOf(fields("models"));
  }

  private static List<String> fields(String key) {
    List<String> names = new ArrayList<>();
    RECORDED.get(key).fieldNames().forEachRemaining(names::add);
    return names;
  }

  @ParameterizedTest
  @MethodSource("applications")
  void isBuiltAsKerasBuildsIt(Application application) throws IOException {
    JsonNode recorded = RECORDED.get("models").get(application.name());
    KerasModel model = build(application, ApplicationOptions.untrained());
    assertThat(model.name()).isEqualTo(recorded.get("name").asText());
    assertThat(lines(model)).containsExactlyElementsOf(texts(recorded.get("lines")));
    assertThat(shape(model.inputs().get(0).shape())).isEqualTo(joined(recorded.get("input")));
    compareCounts(model, recorded);
    compareConfigs(model, recorded.get("configs"));
  }

  @ParameterizedTest
  @MethodSource("applications")
  void variantsAreBuiltAsKerasBuildsThem(Application application) throws IOException {
    for (JsonNode variant : RECORDED.get("models").get(application.name()).get("variants")) {
      KerasModel model = build(application, options(variant.get("options")));
      assertThat(model.name()).isEqualTo(variant.get("name").asText());
      List<String> lines = lines(model);
      assertThat(lines).as("%s", variant.get("options")).hasSize(variant.get("count").asInt());
      assertThat(lines.subList(lines.size() - 3, lines.size()))
          .containsExactlyElementsOf(texts(variant.get("last")));
      assertThat(sha256(String.join("\n", lines)))
          .as("all lines with %s", variant.get("options"))
          .isEqualTo(variant.get("sha256").asText());
      compareCounts(model, variant);
    }
  }

  private static KerasModel build(Application application, ApplicationOptions options)
      throws IOException {
    LayerNames.reset();
    try (Model model = application.create(options)) {
      return model.info().keras();
    }
  }

  private static ApplicationOptions options(JsonNode json) {
    ApplicationOptions options = ApplicationOptions.untrained();
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      JsonNode value = entry.getValue();
      options =
          switch (entry.getKey()) {
            case "include_top" -> options.includeTop(value.booleanValue());
            case "pooling" -> options.pooling(value.textValue());
            case "classes" -> options.classes(value.longValue());
            case "classifier_activation" -> options.classifierActivation(value.textValue());
            case "input_shape" ->
                options.inputShape(
                    StreamSupport.stream(value.spliterator(), false)
                        .map(JsonNode::longValue)
                        .toList());
            case "alpha" -> options.alpha(value.doubleValue());
            case "depth_multiplier" -> options.depthMultiplier(value.longValue());
            case "dropout" -> options.dropout(value.doubleValue());
            case "minimalistic" -> options.minimalistic(value.booleanValue());
            case "include_preprocessing" -> options.includePreprocessing(value.booleanValue());
            default -> throw new IllegalStateException(entry.getKey());
          };
    }
    return options;
  }

  /** Describes a model as make.py does. */
  private static List<String> lines(KerasModel model) {
    Map<Value, String> producers =
        model.model().graph().calls().stream()
            .collect(Collectors.toMap(n -> n.outputs().get(0), n -> n.node().name()));
    Map<LayerNode, LayerCall> calls =
        model.model().graph().calls().stream()
            .collect(Collectors.toMap(LayerCall::node, call -> call));
    List<String> lines = new ArrayList<>();
    for (LayerNode layer : model.model().layers()) {
      LayerCall call = calls.get(layer);
      String reads =
          call.reads().stream()
              .map(value -> producers.getOrDefault(value, value.name()))
              .collect(Collectors.joining(","));
      String shape = shape(call.outputs().get(0).shape());
      lines.add(layer.name() + "|" + layer.layer().className() + "|" + shape + "|" + reads);
      if (layer.layer() instanceof NestedModel nested) {
        nested
            .layers()
            .forEach(inner -> lines.add("  " + inner.name() + "|" + inner.layer().className()));
      }
    }
    return lines;
  }

  private static String shape(Shape shape) {
    return IntStream.range(1, shape.rank())
        .mapToObj(i -> shape.dim(i).isKnown() ? String.valueOf(shape.length(i)) : "?")
        .collect(Collectors.joining("x"));
  }

  private static String joined(JsonNode lengths) {
    return StreamSupport.stream(lengths.spliterator(), false)
        .map(length -> length.isNull() ? "?" : length.asText())
        .collect(Collectors.joining("x"));
  }

  private static void compareCounts(KerasModel model, JsonNode recorded) {
    long all = 0;
    long trainable = 0;
    for (Parameter parameter : model.lowered().parameters()) {
      // The state of a random seed is no parameter to Keras.
      if (!parameter.name().equals("seed_generator_state")) {
        long size = LongStream.of(parameter.shape()).reduce(1, (a, b) -> a * b);
        all += size;
        trainable += parameter.role() == Parameter.Role.WEIGHT ? size : 0;
      }
    }
    assertThat(all).as("parameters").isEqualTo(recorded.get("parameters").asLong());
    assertThat(trainable).as("trainable").isEqualTo(recorded.get("trainable").asLong());
  }

  private static void compareConfigs(KerasModel model, JsonNode numbers) {
    List<LayerNode> layers = new ArrayList<>();
    for (LayerNode layer : model.model().layers()) {
      layers.add(layer);
      if (layer.layer() instanceof NestedModel nested) {
        layers.addAll(nested.layers());
      }
    }
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i).layer() instanceof Record config) {
        JsonNode recorded = RECORDED.get("configs").get(numbers.get(i).asInt());
        LayerConfigs.compare(layers.get(i).name(), config, recorded);
      }
    }
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static @Nullable String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
