package dev.tenon.keras.family;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.keras.KerasDialect;
import dev.tenon.keras.KerasGeneration;
import dev.tenon.keras.Readers;
import dev.tenon.keras.config.LayerConfig;
import dev.tenon.keras.config.LayerDowngrade;
import dev.tenon.keras.config.LayerUpgrade;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Read, write, read is the identity for what older generations say otherwise, in each family: for
 * tf_keras always, for Keras 3 where it is not refused.
 */
final class KerasFamiliesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A layer as a file has it. */
  private record Older(KerasDialect dialect, String className, String config) {}

  private static Stream<Older> older() {
    return Stream.of(
            "KERAS_1 | PReLU | {'init':'zero'}",
            "KERAS_2 | LeakyReLU | {'alpha':0.2}",
            "TF_KERAS | Softmax | {'robust_masking':true}",
            "TF_KERAS | Softmax | {'axis':-1}",
            "TF_KERAS | Attention | {'score_mode':'dot'}",
            "TF_KERAS | MultiHeadAttention | {'num_heads':2,'query_shape':[null,3]}",
            "TF_KERAS | CategoryEncoding | {'max_tokens':3,'output_mode':'binary'}",
            "TF_KERAS | Discretization | {'bins':3}",
            "TF_KERAS | Discretization | {'bin_boundaries':[0.5],'num_bins':null}",
            "KERAS_2 | DepthwiseConv2D | {'filters':4,'kernel_initializer':'zeros'}",
            "KERAS_2 | SeparableConv1D | {'padding':'causal','kernel_regularizer':null}",
            "KERAS_1 | Embedding | {'init':'uniform','output_dim':4,'dropout':0.5}",
            "TF_KERAS | RandomBrightness | {'factor':0.5}",
            "TF_KERAS | RandomCrop | {'height':2,'width':2}",
            "TF_KERAS | Resizing | {'height':2,'width':2,'interpolation':'gaussian'}",
            "KERAS_2 | UpSampling2D | {'size':[2,2],'interpolation':'nearest'}",
            "TF_KERAS | IntegerLookup | {'output_mode':'int','dtype':'int64'}",
            "TF_KERAS | StringLookup | {'output_mode':'count','dtype':'float32'}",
            "TF_KERAS | TextVectorization | {'dtype':'string',"
                + "'ngrams':{'class_name':'__tuple__','items':[1,2]}}",
            "KERAS_1 | Merge | {'mode':'dot','dot_axes':[[1],[2]]}",
            "KERAS_1 | Merge | {'mode':'concat','concat_axis':1}",
            "TF_KERAS | BatchNormalization | {'axis':[1,2]}",
            "KERAS_2 | LayerNormalization | {'axis':-1}",
            "KERAS_1 | GlobalAveragePooling1D | {}",
            "KERAS_1 | GRU | {'output_dim':4,'inner_activation':'sigmoid'}",
            "KERAS_2 | CuDNNLSTM | {'units':4}",
            "TF_KERAS | LSTM | {'units':4,'time_major':true}",
            "TF_KERAS | ConvLSTM2D | {'filters':4}",
            "TF_KERAS | Dropout | {'rate':0.5,'noise_shape':null}",
            "KERAS_2 | SpatialDropout1D | {'rate':0.5,'noise_shape':null}",
            "KERAS_1 | ZeroPadding1D | {'padding':2}",
            "KERAS_1 | ZeroPadding2D | {'padding':[1,2,3,4],'dim_ordering':'th'}")
        .map(row -> row.split(" \\| "))
        .map(cells -> new Older(KerasDialect.valueOf(cells[0]), cells[1], cells[2]));
  }

  @ParameterizedTest
  @MethodSource("older")
  void whatIsWrittenIsReadAgain(Older older) throws JsonProcessingException {
    LayerConfig read = read(older.dialect(), older.className(), tree(older.config()));
    List<String> refusals = new ArrayList<>();
    LayerConfig again = again(read, KerasGeneration.TF_KERAS, refusals);
    assertThat(refusals).isEmpty();
    assertThat(again.config()).isEqualTo(read.config());
    assertThat(again.legacy()).isEqualTo(read.legacy());
    LayerConfig newer = again(read, KerasGeneration.KERAS_3, refusals);
    if (refusals.isEmpty()) {
      // Texts have a type of their own in tf_keras alone.
      newer.config().remove("dtype");
      read.config().remove("dtype");
      assertThat(newer.config()).isEqualTo(read.config());
    }
  }

  @Test
  void everyFamilyHasALayerHere() {
    Set<String> read = new HashSet<>();
    older().forEach(older -> read.add(older.className()));
    assertThat(KerasFamilies.ALL)
        .allMatch(family -> family.classes().stream().anyMatch(read::contains));
  }

  private static LayerConfig read(KerasDialect dialect, String className, ObjectNode config) {
    ObjectNode entry = JSON.createObjectNode().put("class_name", className).put("name", "l");
    return LayerUpgrade.layer(entry.set("config", config), dialect);
  }

  private static LayerConfig again(LayerConfig read, KerasGeneration by, List<String> refusals) {
    Readers format =
        new Readers() {
          @Override
          public List<KerasGeneration> readers() {
            return List.of(by);
          }

          @Override
          public boolean byOldReader() {
            return false;
          }
        };
    ObjectNode config = read.config().deepCopy();
    new LayerDowngrade(format, (reason, layer) -> refusals.add(reason), false)
        .adapt(read.className(), "l", config, read.legacy());
    KerasDialect dialect =
        Arrays.stream(KerasDialect.values())
            .filter(each -> each.generation() == by)
            .reduce((older, newer) -> newer)
            .orElseThrow();
    return read(dialect, read.className(), config);
  }

  private static ObjectNode tree(String json) throws JsonProcessingException {
    return (ObjectNode) JSON.readTree(json.replace('\'', '"'));
  }
}
