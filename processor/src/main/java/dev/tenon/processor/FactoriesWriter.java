package dev.tenon.processor;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes the class with the short names of all layers. */
final class FactoriesWriter {
  private FactoriesWriter() {}

  static String write(List<LayerRecord> layers) {
    StringBuilder out = new StringBuilder();
    out.append("package dev.tenon.layers;\n\n");
    out.append("import org.jspecify.annotations.NullMarked;\n");
    out.append("import org.jspecify.annotations.Nullable;\n\n");
    out.append(
        "/**\n * The short names of all layers: {@code dense(5)} is Keras' {@code Dense(5)}.\n");
    out.append(
        " *\n * <p>The arguments are Keras' positional ones; all others are set by name, as in\n");
    out.append(" * {@code dense(5).activation(\"softmax\")}.\n *\n");
    out.append(" * @see <a href=\"https://keras.io/api/layers/\">Keras: layers</a>\n */\n");
    out.append("@NullMarked\npublic final class Layers extends TensorLayers {\n");
    out.append("  private Layers() {}\n");
    for (LayerRecord layer : layers) {
      List<String> names = new ArrayList<>(List.of(layer.shortName()));
      names.addAll(layer.aliases());
      for (String name : names) {
        for (int count = layer.required(); count <= layer.positional().size(); count++) {
          factories(out, layer, name, layer.positional().subList(0, count));
        }
      }
    }
    return out.append("}\n").toString();
  }

  private static void factories(
      StringBuilder out, LayerRecord layer, String name, List<Component> arguments) {
    // The first form of every argument; then the other form of those that have one.
    Set<List<String>> signatures = new LinkedHashSet<>();
    for (int form = 0; form < 2; form++) {
      List<String> types = new ArrayList<>();
      for (int i = 0; i < arguments.size(); i++) {
        Component argument = arguments.get(i);
        boolean last = i == layer.positional().size() - 1 && i < layer.required();
        List<String> choices = argument.positional(layer.name(), layer.rank());
        Component.Form usual = argument.forms(layer.name(), layer.rank()).get(0);
        types.add(
            last && usual.varargs()
                ? usual.parameter()
                : choices.get(Math.min(form, choices.size() - 1)));
      }
      signatures.add(types);
    }
    for (List<String> types : signatures) {
      factory(out, layer, name, arguments, types);
    }
  }

  private static void factory(
      StringBuilder out,
      LayerRecord layer,
      String name,
      List<Component> arguments,
      List<String> types) {
    String spec = layer.specName();
    String record = layer.packageName() + "." + layer.name();
    List<String> parameters = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      parameters.add(types.get(i) + " " + arguments.get(i).name());
    }
    out.append("\n  /**\n   * ").append(layer.documentation().replace("\n", "\n   *"));
    out.append("\n   *");
    for (Component argument : arguments) {
      out.append("\n   * @param ").append(argument.name()).append(' ');
      out.append(layer.sentences(argument, null).replace("\n", "\n   *"));
    }
    out.append("\n   * @return a description of the layer, whose setters take the other options");
    out.append(layer.seeTag("   ")).append("\n   */\n");
    out.append("  public static ").append(spec).append(" ").append(name).append("(");
    out.append(String.join(", ", parameters)).append(") {\n    return ");
    out.append(spec).append(".of(").append(record).append(".DEFAULTS)");
    if (layer.components().stream().anyMatch(component -> component.name().equals("dataFormat"))) {
      out.append(".dataFormat(dev.tenon.config.Config.imageDataFormat())");
    }
    out.append(
        arguments.stream()
            .map(argument -> "." + argument.name() + "(" + argument.name() + ")")
            .collect(Collectors.joining()));
    out.append(";\n  }\n");
  }
}
