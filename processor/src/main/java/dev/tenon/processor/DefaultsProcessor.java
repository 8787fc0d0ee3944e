package dev.tenon.processor;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;

/**
 * Writes for every class with {@code DefaultFactories} its superclass: a list of the {@code
 * DEFAULTS} of its records, and factories that take Keras' positional arguments.
 */
@SupportedAnnotationTypes(DefaultsProcessor.ANNOTATION)
public final class DefaultsProcessor extends AbstractProcessor {
  static final String ANNOTATION = "dev.tenon.internal.annotations.DefaultFactories";

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latestSupported();
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    for (TypeElement annotation : annotations) {
      round.getElementsAnnotatedWith(annotation).forEach(this::write);
    }
    return false;
  }

  private void write(Element holder) {
    Map<String, Object> values = Annotations.values(holder, Set.of(ANNOTATION));
    List<TypeElement> records = new ArrayList<>();
    Annotations.entries(values, "value").forEach(value -> records.add(type(value)));
    TypeElement kind = type(Objects.requireNonNull(values.get("kind")));
    String name = kind.getSimpleName() + "Factories";
    String where = processingEnv.getElementUtils().getPackageOf(holder).toString();
    String all =
        records.stream()
            .map(r -> r.getSimpleName() + ".DEFAULTS")
            .collect(Collectors.joining(", "));
    List<Object> names = Annotations.entries(values, "names");
    String factories =
        records.stream()
            .map(record -> PositionalFactories.of(record, names, processingEnv.getElementUtils()))
            .collect(Collectors.joining());
    Map<String, String> sentences = new TreeMap<>();
    for (TypeElement record : records) {
      String text = String.valueOf(processingEnv.getElementUtils().getDocComment(record));
      String factory = PositionalFactories.name(record, names);
      sentences.put(factory, FactorySentences.first(text));
      for (OptionsComponent component :
          OptionsRecord.of(record, processingEnv.getElementUtils()).components()) {
        if (!component.documentation().isEmpty()) {
          sentences.put(
              FactorySentences.argumentKey(factory, component.name()),
              FactorySentences.oneLine(component.documentation()));
        }
      }
    }
    FactorySentences.write(processingEnv, where, holder.getSimpleName().toString(), sentences);
    try (Writer out =
        processingEnv.getFiler().createSourceFile(where + "." + name, holder).openWriter()) {
      out.write(
          """
      package %1$s;

      import java.util.List;
      import org.jspecify.annotations.NullMarked;

      /** Keras' defaults, and factories that take Keras' positional arguments. */
      @NullMarked
      abstract class %2$s {
        static final List<%3$s> ALL = List.of(%4$s);

        %2$s() {}
      %5$s}
      """
              .formatted(where, name, kind.getQualifiedName(), all, factories));
    } catch (IOException e) {
      throw new IllegalStateException("cannot write " + name, e);
    }
  }

  private static TypeElement type(Object classValue) {
    return (TypeElement) ((DeclaredType) classValue).asElement();
  }
}
