package dev.tenon.zoo.huggingface;

import dev.tenon.Model;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.importers.keras.KerasModel;
import dev.tenon.initializers.RandomNormal;
import dev.tenon.initializers.Seeds;
import dev.tenon.internal.assets.ModelAssets;
import dev.tenon.internal.assets.TextAssets;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.limits.LoadLimits;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Gives the encoder of a folder another head, as {@code from_pretrained} of a class with another
 * head does.
 *
 * <p>Weights of the head that the file lacks, or has for other classes, are random: kernels are
 * normal with the deviation {@code initializer_range}, biases are 0. All others are those of the
 * file.
 *
 * @see <a href="https://huggingface.co/docs/transformers/training">transformers: fine-tuning</a>
 */
public final class HeadReplacement {
  /** A pooler is part of the encoder, and files of other heads do not have it. */
  private static final String POOLER = "pooler.dense.";

  private static final double DEVIATION = 0.02;

  private final TransformerHead head;
  private final List<String> labels;

  private HeadReplacement(TransformerHead head, List<String> labels) {
    this.head = head;
    this.labels = List.copyOf(labels);
  }

  /** Returns a head of scores of classes for a text. */
  public static HeadReplacement sequenceClassification(List<String> labels) {
    return new HeadReplacement(TransformerHead.SEQUENCE_CLASSIFICATION, labels);
  }

  /** Returns a head of scores of classes for each token. */
  public static HeadReplacement tokenClassification(List<String> labels) {
    return new HeadReplacement(TransformerHead.TOKEN_CLASSIFICATION, labels);
  }

  /** Returns a head of scores of each token as the start and the end of an answer. */
  public static HeadReplacement questionAnswering() {
    return new HeadReplacement(TransformerHead.QUESTION_ANSWERING, List.of());
  }

  /**
   * Loads a folder with this head. Random weights follow {@link Seeds}.
   *
   * @throws UnsupportedModelException if the architecture has no such head
   */
  public Model load(Path folder, LoadLimits limits) throws IOException {
    KerasModel keras = FolderReader.read(folder, limits, this);
    TextAssets text = TextAssets.read(folder, limits);
    String config = keras.source().notes().get(FolderReader.CONFIG_NOTE);
    // Names of classes are those of this head.
    TextAssets told = text == null || config == null ? text : text.with(FolderConfig.FILE, config);
    return Model.of(keras, new ModelAssets(null, told));
  }

  /** Returns the configuration with this head. */
  FolderConfig of(FolderConfig config) {
    Transformer architecture = Transformers.of(config);
    String prefix = architecture.classPrefix(config.modelType());
    if (!architecture.heads().contains(head)) {
      throw new UnsupportedModelException(
          config.where(),
          "the architecture '" + config.modelType() + "' has no head " + head.suffix());
    }
    return config.with(prefix + head.suffix(), labels);
  }

  /** Returns whether the head of a folder is for the same classes in the same order. */
  boolean hasClassesOf(FolderConfig config) {
    return labels.isEmpty()
        || (config.labels() == labels.size() && config.labelNames(labels.size()).equals(labels));
  }

  /**
   * Returns whether the file need not have a weight.
   *
   * @param basePrefix the name of the encoder in models with a head
   */
  static boolean isOfHead(WeightPlace place, String basePrefix) {
    return !place.names().get(0).startsWith(basePrefix + ".") || isPooler(place);
  }

  /** Returns whether a weight belongs to the pooler, which no class of another head changes. */
  static boolean isPooler(WeightPlace place) {
    return place.names().get(0).contains(POOLER);
  }

  /** Returns the first value of a weight of the head. */
  static Tensor first(Parameter parameter, FolderConfig config) {
    double deviation =
        parameter.path().endsWith("/bias") ? 0 : config.fraction("initializer_range", DEVIATION);
    return new RandomNormal(0, deviation, null)
        .values(parameter.shape(), parameter.dtype(), Seeds.next());
  }
}
