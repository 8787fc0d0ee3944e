package dev.tenon.keras.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.keras.KerasDialect;
import dev.tenon.keras.KerasGeneration;
import dev.tenon.layers.base.DTypePolicy;
import dev.tenon.tensor.Tensor;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of configurations with several spellings: types, hard sigmoids, bins. */
final class ConfiguredTypesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'mixed_bfloat16' | mixed_bfloat16",
        "{'class_name':'Policy','config':{'name':'float64'}} | float64",
        "{'class_name':'QuantizedDTypePolicy','config':{'mode':'int8','source_name':'float32'}}"
            + " | int8_from_float32",
        "{'class_name':'DTypePolicy','config':'float64'} |",
        "{'class_name':'Other','config':{'name':'float64'}} |",
      })
  void policiesHaveNames(String dtype, @Nullable String name) throws JsonProcessingException {
    assertThat(Policies.name(tree(dtype))).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'class_name':'DTypePolicy','config':{'name':'mixed_float16'}}",
        "{'class_name':'QuantizedDTypePolicy','config':{'mode':'int8','source_name':'bfloat16'}}",
      })
  void policiesAreWrittenAsTheyAreRead(String dtype) throws JsonProcessingException {
    DTypePolicy policy = Policies.of(tree(dtype), null);
    assertThat(Policies.of(Policies.written(policy), null)).isEqualTo(policy);
  }

  @Test
  void theHistoryOfFloat8IsKept() throws JsonProcessingException {
    JsonNode float8 =
        tree(
            "{'class_name':'QuantizedFloat8DTypePolicy','config':"
                + "{'mode':'float8','source_name':'float32','amax_history_length':7}}");
    ObjectNode written = Policies.written(Policies.of(float8, null));
    assertThat(written.path("config")).isEqualTo(float8.path("config"));
    assertThat(written.path("class_name")).isEqualTo(float8.path("class_name"));
  }

  @Test
  void messagesNameThePolicyOrItsClass() throws JsonProcessingException {
    assertThat(Policies.shown(tree("'float16'"))).isEqualTo("'float16'");
    assertThat(Policies.shown(tree("{'class_name':'Own','config':{}}"))).isEqualTo("Own");
    assertThatThrownBy(() -> Policies.of(tree("3"), null)).hasMessage("no policy");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'dense':'float16'} | dense | float16",
        "{'dense':'float16'} | other | bfloat16",
        "{'de.*':'float16'} | dense | float16",
        "{'d.*e':'float16'} | dense | float16",
        "{'.*n.*':'float16'} | dense | float16",
        "{'de.*':'float16','dense':'float64'} | dense | float64",
        "{'dense':{'class_name':'DTypePolicy','config':{'name':null}}} | dense | float32",
        "{'in/dense':'bfloat16'} | dense | bfloat16",
      })
  void mapsHaveAPolicyForALayer(String map, String layer, String name)
      throws JsonProcessingException {
    assertThat(Policies.name(PolicyMap.resolved(map(map), layer))).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'d.*':'float16','.*e':'float64'} | several policies of a map are for 'dense'",
        "{'dense/lora':'float16'} | a map has a policy for a part of 'dense'",
        "{'.*x.*':'float16'} | a map has a policy for a part of 'dense'",
        "{'[a-z]+':'float16'} | a map has the pattern '[a-z]+'",
      })
  void unclearMapsAreRefused(String map, String message) throws JsonProcessingException {
    ObjectNode given = map(map);
    assertThatThrownBy(() -> PolicyMap.resolved(given, "dense")).hasMessage(message);
  }

  private static ObjectNode map(String policies) throws JsonProcessingException {
    return (ObjectNode)
        tree(
            "{'class_name':'DTypePolicyMap','config':{'default_policy':'bfloat16','policy_map':"
                + policies
                + "}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "KERAS_2 | 'hard_sigmoid' | 0.2 | 0.5",
        "KERAS_2 | {'class_name':'function','config':'hard_sigmoid'} | 0.2 | 0.5",
        "KERAS_3 | 'hard_sigmoid' | |",
        "KERAS_3 | {'module':'keras._legacy.backend','class_name':'function',"
            + "'config':'hard_sigmoid'} | 0.2 | 0.5",
        "KERAS_3 | 'sigmoid' | |",
        "KERAS_3 | {'class_name':'Sequential','config':{'layers':["
            + "{'class_name':'InputLayer','config':{}},"
            + "{'class_name':'Rescaling','config':{'scale':0.25,'offset':0.75}},"
            + "{'class_name':'ReLU','config':{'max_value':1.0}}]}} | 0.25 | 0.75",
        "KERAS_3 | {'class_name':'Sequential','config':{'layers':["
            + "{'class_name':'Rescaling','config':{'scale':0.25,'offset':0.75}},"
            + "{'class_name':'ReLU','config':{'max_value':6.0}}]}} | |",
        "KERAS_3 | {'class_name':'Sequential','config':{'layers':["
            + "{'class_name':'Dense','config':{'units':2}}]}} | |",
      })
  void hardSigmoidsAreLines(
      KerasDialect dialect, String activation, @Nullable Double slope, @Nullable Double offset)
      throws JsonProcessingException {
    ObjectNode line = HardSigmoid.read(tree(activation), dialect);
    if (slope == null) {
      assertThat(line).isNull();
    } else {
      assertThat(Objects.requireNonNull(line).path("config").path("slope").doubleValue())
          .isEqualTo(slope);
      assertThat(line.path("config").path("offset").doubleValue()).isEqualTo(offset);
    }
  }

  @Test
  void theLayersOfALineAreReadAsTheLine() {
    KerasObject older = new KerasObject("hard_sigmoid", Map.of("slope", 0.2, "offset", 0.5));
    assertThat(HardSigmoid.matches(older)).isTrue();
    assertThat(HardSigmoid.isNamed(older, KerasGeneration.TF_KERAS)).isTrue();
    assertThat(HardSigmoid.isNamed(older, KerasGeneration.KERAS_3)).isFalse();
    assertThat(HardSigmoid.isNamed(KerasObject.of("hard_sigmoid"), KerasGeneration.KERAS_3))
        .isTrue();
    ObjectNode layers = HardSigmoid.layers(older, TextNode.valueOf("float16"));
    assertThat(layers.path("config").path("layers").get(0).path("config").path("dtype").asText())
        .isEqualTo("float16");
    ObjectNode line = Objects.requireNonNull(HardSigmoid.read(layers, KerasDialect.KERAS_3));
    assertThat(line.path("config").toString()).isEqualTo("{\"slope\":0.2,\"offset\":0.5}");
  }

  /** NumPy: {@code np.interp([1/3, 2/3], np.cumsum(w) / np.sum(w), v)}. */
  @Test
  void binsAreCutByInterpolation() throws JsonProcessingException {
    ObjectNode config = (ObjectNode) tree("{'num_bins':3,'bin_boundaries':null}");
    Tensor summary = Tensor.of(new float[][] {{1, 2, 4, 8}, {1, 1, 1, 1}});
    AdaptedBins.complete(config, summary);
    assertThat(config.path("bin_boundaries").get(0).doubleValue()).isCloseTo(4 / 3.0, within());
    assertThat(config.path("bin_boundaries").get(1).doubleValue()).isCloseTo(10 / 3.0, within());
    ObjectNode first = (ObjectNode) tree("{'num_bins':4}");
    AdaptedBins.complete(first, Tensor.of(new float[][] {{1, 2, 4, 8}, {9, 1, 1, 1}}));
    assertThat(first.path("bin_boundaries").get(0).doubleValue()).isEqualTo(1);
  }

  @Test
  void tooFewValuesBoundTheBinsThemselves() throws JsonProcessingException {
    ObjectNode config = (ObjectNode) tree("{'num_bins':4}");
    AdaptedBins.complete(config, Tensor.of(new float[][] {{1, 2, 4}, {1, 1, 1}}));
    assertThat(config.path("bin_boundaries").toString()).isEqualTo("[1.0,2.0]");
  }

  @Test
  void binsOfInnerLayersAreFoundByTheirNames() throws JsonProcessingException {
    LayerConfig model =
        LayerUpgrade.model(
            tree(
                "{'class_name':'Sequential','config':{'name':'s','layers':["
                    + "{'class_name':'Discretization','config':{'name':'d','num_bins':3}},"
                    + "{'class_name':'Discretization','config':"
                    + "{'name':'e','bin_boundaries':[0.5]}}]}}"),
            KerasDialect.TF_KERAS);
    AdaptedBins.complete(
        model,
        name ->
            name.equals("d") ? Tensor.of(new float[][] {{1, 2}, {1, 1}}) : Tensor.of(new long[0]));
    assertThat(model.layers().get(0).config().path("bin_boundaries").toString()).isEqualTo("[1.0]");
    assertThat(model.layers().get(1).config().path("bin_boundaries").toString()).isEqualTo("[0.5]");
    assertThat(AdaptedBins.isSummary("discretization/summary:0")).isTrue();
    assertThat(AdaptedBins.isSummary("bins:0")).isFalse();
  }

  private static Offset<Double> within() {
    return Offset.offset(1e-6);
  }

  private static JsonNode tree(String json) throws JsonProcessingException {
    return new ObjectMapper().readTree(json.replace('\'', '"'));
  }
}
