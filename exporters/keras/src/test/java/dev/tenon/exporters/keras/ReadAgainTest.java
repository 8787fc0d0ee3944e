package dev.tenon.exporters.keras;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.importers.keras.KerasImporter;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.LayerCall;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.NestedModel;
import dev.tenon.saving.keras.KerasFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Read, write, read is the identity: the layers and calls of a written file are those of the model
 * that was written, for every family of layers in every dialect that can say it.
 */
final class ReadAgainTest {
  /** Files with a part that Tenon says in other words. */
  private static final Set<String> OTHERWISE =
      Set.of(
          // No clipping is one that clips nothing.
          "normalization/batch_normalization.k3.h5",
          "normalization/batch_normalization.k3.keras",
          // The slope of Keras' name is that of another function.
          "activation/names_tf_only.tf.h5",
          // What was counted has become the bounds.
          "preprocessing/discretization_adapted.tf.h5");

  @Test
  void layersAndCallsAreThoseThatWereWritten(@TempDir Path folder) throws IOException {
    List<String> different = new ArrayList<>();
    Map<String, Integer> compared = new TreeMap<>();
    GoldenModels.each(
        golden -> {
          KerasFormat format = golden.format();
          Path target = folder.resolve("model" + format.suffix());
          if (!OTHERWISE.contains(golden.name())
              && GoldenModels.written(golden.model(), format, target)) {
            String family = golden.name().substring(0, golden.name().indexOf('/'));
            compared.merge(family + " " + format.label(), 1, Integer::sum);
            List<String> again = layers(KerasImporter.read(target).model());
            List<String> before = layers(golden.model().model());
            if (!again.equals(before)) {
              again.removeAll(before);
              different.add(golden.name() + " " + again);
            }
          }
        });
    assertThat(different).isEmpty();
    assertThat(compared).hasSizeGreaterThanOrEqualTo(35);
    assertThat(compared.values().stream().mapToInt(Integer::intValue).sum()).isGreaterThan(700);
  }

  /** Returns a line for each call of a layer, with all that a configuration says of it. */
  private static List<String> layers(NestedModel model) {
    List<String> lines = new ArrayList<>();
    for (LayerCall call : model.graph().calls()) {
      LayerNode node = call.node();
      boolean nested = node.layer() instanceof NestedModel;
      lines.add(
          String.join(
              " ",
              call.name(),
              nested ? node.layer().className() : said(node),
              String.valueOf(node.trainable()),
              node.dtypePolicy().name(),
              call.args().toString(),
              keywords(call)));
      if (node.layer() instanceof NestedModel inner) {
        lines.addAll(layers(inner));
      }
    }
    return lines;
  }

  /** Returns the keywords of a call but a name and those that are None. */
  private static String keywords(LayerCall call) {
    Map<String, Arg> keywords = new TreeMap<>(call.kwargs());
    // The name of an operation within its layer.
    keywords.remove("name");
    keywords.values().removeIf(new Arg.Const(null)::equals);
    return keywords.toString();
  }

  /**
   * Returns a layer's record without what an initializer leaves out where it is null, and how the
   * layer behaves otherwise than in Keras 3.
   */
  private static String said(LayerNode node) {
    String record = node.layer().toString().replaceAll("(, )?(in|out)put_axes=null", "");
    return record + new TreeSet<>(node.legacy());
  }
}
