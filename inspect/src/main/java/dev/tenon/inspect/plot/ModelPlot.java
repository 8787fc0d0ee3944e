package dev.tenon.inspect.plot;

import dev.tenon.Model;
import dev.tenon.formats.AtomicFile;
import dev.tenon.inspect.Plot;
import dev.tenon.internal.options.Setters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Draws a model as a graph of its layers: Keras' {@code model_to_dot} and {@code plot_model}, with
 * the options of both.
 *
 * <p>The text in Graphviz' language is the one that Keras writes, apart from the numbers of nodes.
 * No Graphviz is needed for {@code .svg} and {@code .png}: Tenon's own drawing shows the names,
 * classes and output shapes of all layers, those of nested models included.
 *
 * <pre>{@code
 * String text = ModelPlot.modelToDot(model, ModelPlot.DEFAULTS.showShapes(true));
 * ModelPlot.plotModel(model, Path.of("model.png"));
 * }</pre>
 *
 * @param showShapes whether nodes show the shapes of inputs and outputs; false
 * @param showDtype whether nodes show the element types of outputs; false
 * @param showLayerNames whether nodes show the names of layers; null for Keras' default, which is
 *     true for {@code modelToDot} and false for {@code plotModel}
 * @param rankdir the direction: {@code TB} from top to bottom, {@code LR} from left to right
 * @param expandNested whether nested models are clusters of their layers; false
 * @param dpi dots per inch; 200
 * @param showLayerActivations whether nodes show activations of layers that have one; false
 * @param showTrainable whether nodes show that their weights are trainable or not; false
 * @param splines how Graphviz draws edges: {@code ortho}, {@code curved}, {@code polyline}, {@code
 *     spline} or {@code line}
 * @see <a href="https://keras.io/api/utils/model_plotting_utils/">Keras: model plotting</a>
 */
@Setters
public record ModelPlot(
    boolean showShapes,
    boolean showDtype,
    @Nullable Boolean showLayerNames,
    String rankdir,
    boolean expandNested,
    int dpi,
    boolean showLayerActivations,
    boolean showTrainable,
    String splines)
    implements ModelPlotSetters {
  /** Keras' defaults. */
  public static final ModelPlot DEFAULTS =
      new ModelPlot(false, false, null, "TB", false, 200, false, false, "ortho");

  /** Returns the text with Keras' defaults. */
  public static String modelToDot(Model model) {
    return modelToDot(model, DEFAULTS);
  }

  /**
   * Returns the model in Graphviz' language; nodes are numbered from 1.
   *
   * @throws dev.tenon.error.UnsupportedModelException for an ONNX network, which has no layers
   */
  public static String modelToDot(Model model, ModelPlot options) {
    return ModelDot.write(model.info().keras(), options.named(true));
  }

  /** Writes a file with Keras' defaults. */
  public static void plotModel(Model model, Path toFile) throws IOException {
    plotModel(model, toFile, DEFAULTS);
  }

  /**
   * Writes a file: {@code .dot} or {@code .gv} in Graphviz' language with all options, {@code .svg}
   * or {@code .png} as Tenon's drawing, on which options have no effect.
   *
   * @param toFile its suffix says the format
   * @throws IllegalArgumentException for another suffix
   * @throws IOException where the file cannot be written
   */
  public static void plotModel(Model model, Path toFile, ModelPlot options) throws IOException {
    String name = String.valueOf(toFile.getFileName()).toLowerCase(Locale.ROOT);
    byte[] bytes =
        switch (name.substring(name.lastIndexOf('.') + 1)) {
          case "dot", "gv" ->
              ModelDot.write(model.info().keras(), options.named(false))
                  .getBytes(StandardCharsets.UTF_8);
          case "svg" -> Plot.svg(model).getBytes(StandardCharsets.UTF_8);
          case "png" -> Plot.png(model);
          default ->
              throw new IllegalArgumentException(
                  "plotModel: expected a file that ends in .dot, .gv, .svg or .png, received "
                      + toFile);
        };
    AtomicFile.write(toFile, path -> Files.write(path, bytes));
  }

  private ModelPlot named(boolean otherwise) {
    return showLayerNames == null ? showLayerNames(otherwise) : this;
  }
}
