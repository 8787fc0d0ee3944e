package dev.tenon.processor;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.tools.Diagnostic;

/**
 * Writes for every record with {@code ShortName} a class that sets its components one by one, and
 * for all of them together the class {@code Layers} with their short names.
 */
@SupportedAnnotationTypes(ShortNameProcessor.ANNOTATION)
public final class ShortNameProcessor extends AbstractProcessor {
  static final String ANNOTATION = "dev.tenon.layers.common.ShortName";

  private final List<LayerRecord> layers = new ArrayList<>();

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latestSupported();
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    for (TypeElement annotation : annotations) {
      for (Element element : round.getElementsAnnotatedWith(annotation)) {
        try {
          read((TypeElement) element, processingEnv.getElementUtils());
        } catch (IllegalArgumentException e) {
          processingEnv
              .getMessager()
              .printMessage(Diagnostic.Kind.ERROR, String.valueOf(e.getMessage()), element);
        }
      }
    }
    if (!layers.isEmpty() && !annotations.isEmpty()) {
      layers.sort(Comparator.comparing(LayerRecord::shortName));
      for (LayerRecord layer : layers) {
        write(LayerRecord.SPEC_PACKAGE + "." + layer.specName(), SpecWriter.write(layer));
      }
      write("dev.tenon.layers.Layers", FactoriesWriter.write(layers));
      FactorySentences.write(
          processingEnv,
          "dev.tenon.layers",
          "Layers",
          FactorySentences.of(layers, processingEnv.getElementUtils()));
      write("dev.tenon.layers.catalog.NamedLayers", CatalogueWriter.write(layers));
    }
    return false;
  }

  private void read(TypeElement type, Elements elements) {
    if (type.getKind() == ElementKind.INTERFACE) {
      LayerFamily family = new LayerFamily(type, elements);
      LayerRecord common = family.common();
      String above = family.ownsOptions() ? common.optionsName() : "";
      if (family.ownsOptions()) {
        write(common.packageName() + "." + above, OptionsWriter.write(common, family.inherited()));
      }
      for (LayerRecord layer : family.records()) {
        write(layer.packageName() + "." + layer.name(), family.write(layer));
        add(layer, above, true);
      }
      return;
    }
    boolean own =
        ElementFilter.fieldsIn(type.getEnclosedElements()).stream()
            .anyMatch(field -> field.getSimpleName().contentEquals("DEFAULTS"));
    add(LayerRecord.of(type, elements), "", !own);
    RecurrentRecord recurrent = RecurrentRecord.of(type, elements);
    if (recurrent != null) {
      LayerRecord layer = recurrent.layer();
      write(layer.packageName() + "." + layer.name(), recurrent.write());
      add(layer, "", true);
    }
  }

  private void add(LayerRecord layer, String above, boolean defaults) {
    layers.add(layer);
    write(
        layer.packageName() + "." + layer.optionsName(),
        OptionsWriter.write(layer, above, defaults));
  }

  private void write(String className, String source) {
    try (Writer writer = processingEnv.getFiler().createSourceFile(className).openWriter()) {
      writer.write(source);
    } catch (IOException e) {
      processingEnv
          .getMessager()
          .printMessage(Diagnostic.Kind.ERROR, "cannot write " + className + ": " + e.getMessage());
    }
  }
}
