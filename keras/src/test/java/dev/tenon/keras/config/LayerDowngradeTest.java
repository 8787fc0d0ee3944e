package dev.tenon.keras.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.keras.KerasDialect;
import dev.tenon.keras.KerasGeneration;
import dev.tenon.keras.Readers;
import dev.tenon.keras.RecordedFiles;
import dev.tenon.keras.calls.RecordedModel;
import dev.tenon.keras.family.KerasFamilies;
import dev.tenon.keras.signature.KerasSignatures;
import dev.tenon.keras.signature.SignatureKind;
import dev.tenon.layers.base.DTypePolicy;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.LegacyOption;
import dev.tenon.layers.base.NestedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is adapted for a format's readers is the same layer when it is read again, or refused. */
final class LayerDowngradeTest {
  /** The formats. */
  private enum Format implements Readers {
    KERAS(List.of(KerasGeneration.KERAS_3), false),
    KERAS_3_H5(List.of(KerasGeneration.KERAS_3), true),
    TF_KERAS_H5(List.of(KerasGeneration.TF_KERAS), false),
    BOTH_H5(List.of(KerasGeneration.TF_KERAS, KerasGeneration.KERAS_3), true);

    private final List<KerasGeneration> readers;
    private final boolean old;

    Format(List<KerasGeneration> readers, boolean old) {
      this.readers = readers;
      this.old = old;
    }

    @Override
    public List<KerasGeneration> readers() {
      return readers;
    }

    @Override
    public boolean byOldReader() {
      return old;
    }

    KerasDialect dialect() {
      return forTfKeras() ? KerasDialect.TF_KERAS : KerasDialect.KERAS_3;
    }
  }

  /** Writes layers for a format. */
  private static final class Writer implements LayerRecords.Words {
    private final Format format;
    private final List<String> refusals = new ArrayList<>();
    private final LayerDowngrade downgrade;

    Writer(Format format) {
      this.format = format;
      this.downgrade = new LayerDowngrade(format, (reason, layer) -> refusals.add(reason), false);
    }

    @Override
    public JsonNode object(String key, @Nullable KerasObject object) {
      if (object == null) {
        return NullNode.instance;
      }
      if (HardSigmoid.matches(object)) {
        if (HardSigmoid.isNamed(object, format.dialect().generation())) {
          return TextNode.valueOf(object.className());
        }
        if (format.forTfKeras()) {
          refusals.add("another line");
        }
        return HardSigmoid.layers(object, TextNode.valueOf("float32"));
      }
      ObjectNode written = Json.emptyObject().put("class_name", object.className());
      return written.set("config", LayerRecords.plain(object.config()));
    }

    @Override
    public JsonNode layer(LayerNode node) {
      if (node.layer() instanceof NestedModel) {
        refusals.add("a model, which is no configuration alone");
        return NullNode.instance;
      }
      ObjectNode config = LayerRecords.config(node.layer(), this).put("name", node.name());
      downgrade.adapt(node.layer().className(), node.name(), config, node.legacy());
      ObjectNode entry = Json.emptyObject().put("class_name", node.layer().className());
      return entry.set("config", config);
    }
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void layersAreReadAgainAsTheyWere(Format format) {
    List<String> different = new ArrayList<>();
    int same = 0;
    Set<String> unseen = new TreeSet<>(KerasFamilies.classes());
    unseen.removeIf(className -> !isKnown(className, format));
    if (format.forTfKeras()) {
      // Recorded of Keras 3 alone, which behaves otherwise: KerasFamiliesTest has that of tf_keras.
      unseen.remove("RandomCrop");
    }
    for (RecordedFiles.Recorded file : RecordedFiles.in("layers")) {
      RecordedModel model = RecordedModel.of(file);
      for (Map.Entry<LayerConfig, LayerNode> made : model.nodes().entrySet()) {
        LayerConfig layer = made.getKey();
        if (layer.isModel()
            || layer.isOperation()
            || made.getValue().layer() instanceof RecordedModel.Other) {
          continue;
        }
        Writer writer = new Writer(format);
        JsonNode written = writer.layer(made.getValue());
        if (!writer.refusals.isEmpty()) {
          continue;
        }
        LayerConfig upgraded = LayerUpgrade.layer(written, format.dialect());
        // A layer of the other generation may behave otherwise where that is noted or harmless.
        boolean own = file.dialect().generation() == format.dialect().generation();
        ObjectNode again = record(RecordedModel.node(upgraded, format.dialect()), own);
        ObjectNode before = record(made.getValue(), own);
        if (again.equals(before)) {
          same++;
          unseen.remove(layer.className());
        } else {
          different.add(file + " " + layer + ": " + before + " / " + again + " / " + written);
        }
      }
    }
    assertThat(different).isEmpty();
    assertThat(same).isGreaterThan(500);
    assertThat(unseen).as("classes with rules that no recording shows").isEmpty();
  }

  private static boolean isKnown(String className, Format format) {
    return format.readers().stream()
        .allMatch(
            reader -> KerasSignatures.of(reader).find(SignatureKind.LAYER, className) != null);
  }

  private static ObjectNode record(LayerNode node, boolean legacy) {
    LayerRecords.Words plain =
        new LayerRecords.Words() {
          @Override
          public JsonNode object(String key, @Nullable KerasObject object) {
            return object == null
                ? NullNode.instance
                : Json.object(null, object.className(), LayerRecords.plain(object.config()));
          }

          @Override
          public JsonNode layer(LayerNode node) {
            return Json.object(null, node.layer().className(), record(node, legacy));
          }
        };
    ObjectNode record = LayerRecords.config(node.layer(), plain);
    if (legacy) {
      record.put("legacy", new TreeSet<>(node.legacy()).toString());
    }
    // Values with two spellings that mean the same.
    if (record.path("axis").size() == 1) {
      record.set("axis", record.path("axis").get(0));
    }
    if (record.path("renorm_clipping").isEmpty()) {
      record.remove("renorm_clipping");
    }
    if (record.path("bin_boundaries").isArray()) {
      record.remove("num_bins");
    }
    return record;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        // Keras' own argument lists and documentation say which generation has what.
        "KERAS | BatchNormalization | {'axis':[-1]} | {'axis':-1} |",
        "KERAS | BatchNormalization | {'axis':[1,2]} | {'axis':[1,2]}"
            + " | BatchNormalization over several axes, which Keras 3 does not have",
        "KERAS | SeparableConv1D | {'padding':'causal'} | {'padding':'causal'}"
            + " | SeparableConv1D with padding 'causal', which Keras 3 does not have",
        "TF_KERAS_H5 | SeparableConv1D | {'padding':'causal'} | {'padding':'causal'} |",
        "KERAS | Dot | {'axes':[2]} | {'axes':2} |",
        "TF_KERAS_H5 | LeakyReLU | {'negative_slope':0.2} | {'alpha':0.2} |",
        "KERAS | LeakyReLU | {'negative_slope':0.2} | {'negative_slope':0.2} |",
        "TF_KERAS_H5 | Discretization | {'bin_boundaries':[1.0],'num_bins':2}"
            + " | {'bin_boundaries':[1.0],'num_bins':null} |",
        "KERAS | UpSampling2D | {'interpolation':'gaussian'} | {'interpolation':'gaussian'}"
            + " | UpSampling2D with interpolation=gaussian, which Keras 3 does not have",
        "TF_KERAS_H5 | UpSampling2D | {'interpolation':'gaussian'}"
            + " | {'interpolation':'gaussian'} |",
        "KERAS_3_H5 | Softmax | {'axis':[-1]} | {'axis':-1} |",
        "KERAS_3_H5 | Softmax | {'axis':[1,2]} | {'axis':[1,2]}"
            + " | Softmax with axis=[1,2], which Keras 3 does not take over from an HDF5 file",
        "KERAS_3_H5 | Attention | {'score_mode':'dot'} | {} |",
        "TF_KERAS_H5 | IntegerLookup | {'output_mode':'int','dtype':'float32'}"
            + " | {'output_mode':'int','dtype':'int64'} |",
        "TF_KERAS_H5 | TextVectorization | {'ngrams':[1,2]}"
            + " | {'ngrams':{'class_name':'__tuple__','items':[1,2]},'dtype':'string'} |",
        "KERAS_3_H5 | LocallyConnected1D | {} | {}"
            + " | the layer LocallyConnected1D, which Keras 3 does not have",
      })
  void whatOneGenerationHasIsWrittenForItAlone(
      Format format, String className, String config, String adapted, @Nullable String refusal)
      throws JsonProcessingException {
    List<String> refusals = new ArrayList<>();
    ObjectNode written = tree(config);
    new LayerDowngrade(format, (reason, layer) -> refusals.add(reason), false)
        .adapt(className, "l", written, Set.of());
    assertThat(written).isEqualTo(tree(adapted));
    assertThat(refusals).isEqualTo(refusal == null ? List.of() : List.of(refusal));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "TF_KERAS_H5 | Softmax | ROBUST_MASK | {} | {'robust_masking':true} |",
        "KERAS | Softmax | ROBUST_MASK | {} | {} |",
        "TF_KERAS_H5 | LSTM | TIME_MAJOR | {} | {'time_major':true} |",
        "KERAS | RandomCrop | RESIZED_CROP | {} | {}"
            + " | RandomCrop, which cuts images at inference in tf_keras and not in Keras 3",
        "TF_KERAS_H5 | RandomCrop | RESIZED_CROP | {} | {} |",
        "TF_KERAS_H5 | RandomCrop | | {} | {}"
            + " | RandomCrop, which cuts images at inference in tf_keras and not in Keras 3",
        "KERAS | StringLookup | TYPED_LOOKUP | {'output_mode':'count'} | {'output_mode':'count'}"
            + " | StringLookup, which gives real numbers in tf_keras and integers in Keras 3",
        "KERAS | StringLookup | TYPED_LOOKUP | {'output_mode':'int'} | {'output_mode':'int'} |",
      })
  void behaviourOfAnOlderKerasIsWrittenForItAlone(
      Format format,
      String className,
      @Nullable LegacyOption option,
      String config,
      String adapted,
      @Nullable String refusal)
      throws JsonProcessingException {
    List<String> refusals = new ArrayList<>();
    ObjectNode written = tree(config);
    new LayerDowngrade(format, (reason, layer) -> refusals.add(reason), false)
        .adapt(className, "l", written, option == null ? Set.of() : Set.of(option));
    assertThat(written).isEqualTo(tree(adapted));
    assertThat(refusals).isEqualTo(refusal == null ? List.of() : List.of(refusal));
  }

  /** Keras 3 would make the second of the first, and let it run backwards, too. */
  @Test
  void theSecondLayerOfABackwardBidirectionalIsNamed() throws JsonProcessingException {
    ObjectNode config =
        tree("{'layer':{'class_name':'LSTM','config':{'name':'l','go_backwards':true}}}");
    adapt(Format.KERAS, "Bidirectional", config, false);
    assertThat(config.path("backward_layer"))
        .isEqualTo(
            tree("{'class_name':'LSTM','config':{'name':'backward_l','go_backwards':false}}"));
  }

  @Test
  void keras3RefusesAFileThatIsNotForIt() throws JsonProcessingException {
    ObjectNode config = tree("{'units':2}");
    adapt(Format.TF_KERAS_H5, "Dense", config, true);
    assertThat(config).isEqualTo(tree("{'units':2,'dynamic':false}"));
  }

  @Test
  void typesAreNamedAsTheReadersNameThem() throws JsonProcessingException {
    List<String> refusals = new ArrayList<>();
    LayerDowngrade older =
        new LayerDowngrade(Format.BOTH_H5, (reason, layer) -> refusals.add(reason), false);
    assertThat(older.policy("l", DTypePolicy.of("mixed_float16")).asText())
        .isEqualTo("mixed_float16");
    assertThat(refusals).isEmpty();
    DTypePolicy quantised =
        Policies.of(
            tree(
                "{'class_name':'QuantizedDTypePolicy',"
                    + "'config':{'mode':'int8','source_name':'float32'}}"),
            null);
    older.policy("l", quantised);
    assertThat(refusals).containsExactly("weights quantised to int8, which tf_keras cannot have");
    LayerDowngrade newer = new LayerDowngrade(Format.KERAS, (reason, layer) -> {}, false);
    assertThat(newer.policy("l", DTypePolicy.FLOAT32))
        .isEqualTo(
            tree(
                "{'module':'keras','class_name':'DTypePolicy','config':{'name':'float32'},"
                    + "'registered_name':null}"));
  }

  private static void adapt(Format format, String className, ObjectNode config, boolean alone) {
    new LayerDowngrade(format, (reason, layer) -> assertThat(reason).isNull(), alone)
        .adapt(className, "l", config, Set.of());
  }

  private static ObjectNode tree(String json) throws JsonProcessingException {
    return (ObjectNode) new ObjectMapper().readTree(json.replace('\'', '"'));
  }
}
