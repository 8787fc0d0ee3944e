package dev.tenon.processor;

/** Writes the class that sets a layer's components one by one. */
final class SpecWriter {
  private SpecWriter() {}

  static String write(LayerRecord layer) {
    String record = layer.packageName() + "." + layer.name();
    String spec = layer.specName();
    StringBuilder out = new StringBuilder();
    out.append("package ").append(LayerRecord.SPEC_PACKAGE).append(";\n\n");
    String base = layer.adaptable() ? "AdaptableSpec" : "LayerSpec";
    out.append("import org.jspecify.annotations.NullMarked;\n");
    out.append("import org.jspecify.annotations.Nullable;\n\n");
    out.append("/**\n * Describes the layer {@code ").append(layer.name());
    out.append("}; each setter returns a changed copy.\n *\n * <p>");
    out.append(layer.documentation().replace("\n", "\n *"));
    out.append(layer.see().isEmpty() ? "" : "\n *").append(layer.seeTag(" "));
    // The record is not for users; javac speaks of it as an argument of the superclass.
    out.append("\n */\n@NullMarked\n@SuppressWarnings(\"exports\")\n");
    out.append("public final class ").append(spec);
    out.append(" extends ")
        .append(base)
        .append("<")
        .append(record)
        .append(", ")
        .append(spec)
        .append("> {\n");
    out.append("  private ").append(spec).append("(").append(record);
    out.append(" config, Settings settings) {\n    super(config, settings);\n  }\n\n");
    out.append("  /** Returns a description with all options of a record. */\n");
    out.append("  static ").append(spec).append(" of(").append(record);
    out.append(" config) {\n    return new ").append(spec);
    out.append("(config, Settings.DEFAULTS);\n  }\n\n");
    out.append("  @Override\n  ").append(spec).append(" copy(").append(record);
    out.append(" config, Settings settings) {\n    return new ").append(spec);
    out.append("(config, settings);\n  }\n");
    for (Component component : layer.components()) {
      for (Component.Form form : component.forms(record, layer.rank())) {
        setter(out, layer, component, form);
      }
    }
    return out.append("}\n").toString();
  }

  private static void setter(
      StringBuilder out, LayerRecord layer, Component component, Component.Form form) {
    String name = component.name();
    out.append("\n  /**\n   * Sets {@code ").append(component.key()).append("}: ");
    out.append(layer.sentences(component, form).replace("\n", "\n   *"));
    out.append("\n   */\n  public ").append(layer.specName()).append(" ").append(name);
    out.append("(").append(form.parameter()).append(" ").append(name).append(") {\n");
    out.append("    return with(config().").append(name).append("(");
    out.append(form.value()).append("));\n  }\n");
  }
}
