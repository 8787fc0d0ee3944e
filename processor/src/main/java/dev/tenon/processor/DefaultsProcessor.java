package dev.tenon.processor;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
 * DEFAULTS} of the records in its {@code RecordBuilder.Include} and a factory for each of them.
 *
 * <p>The factory of a record with a {@code learningRate} takes that, as a number or a schedule.
 */
@SupportedAnnotationTypes(DefaultsProcessor.ANNOTATION)
public final class DefaultsProcessor extends AbstractProcessor {
  static final String ANNOTATION = "dev.tenon.config.DefaultFactories";

  private static final Set<String> READ =
      Set.of(ANNOTATION, "io.soabase.recordbuilder.core.RecordBuilder.Include");

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
    Map<String, Object> values = Annotations.values(holder, READ);
    List<TypeElement> records = new ArrayList<>();
    Annotations.entries(values, "value").forEach(value -> records.add(type(value)));
    String kind = type(Objects.requireNonNull(values.get("kind"))).getSimpleName().toString();
    String name = kind + "Factories";
    String where = processingEnv.getElementUtils().getPackageOf(holder).toString();
    String all =
        records.stream()
            .map(r -> r.getSimpleName() + ".DEFAULTS")
            .collect(Collectors.joining(", "));
    String factories =
        records.stream()
            .map(r -> factory(r, Annotations.entries(values, "names")))
            .collect(Collectors.joining());
    try (Writer out =
        processingEnv.getFiler().createSourceFile(where + "." + name, holder).openWriter()) {
      out.write(
          """
      package %1$s;

      import java.util.List;

      /** Keras' defaults, and a factory for each. */
      abstract class %2$s {
        static final List<%3$s> ALL = List.of(%4$s);

        %2$s() {}
      %5$s}
      """
              .formatted(where, name, kind, all, factories));
    } catch (IOException e) {
      throw new IllegalStateException("cannot write " + name, e);
    }
  }

  private static TypeElement type(Object classValue) {
    return (TypeElement) ((DeclaredType) classValue).asElement();
  }

  private static String factory(TypeElement type, List<Object> names) {
    String record = type.getSimpleName().toString();
    String name =
        names.stream()
            .map(String::valueOf)
            .filter(record::equalsIgnoreCase)
            .findFirst()
            .orElseGet(() -> LayerRecord.lower(record));
    boolean rate = type.getRecordComponents().get(0).getSimpleName().contentEquals("learningRate");
    return rate
        ? """

        /** Returns {@link %1$s} with Keras' other defaults. */
        public static %1$s %2$s(double learningRate) {
          return %2$s(new ConstantRate(learningRate));
        }

        /** Returns {@link %1$s} with Keras' other defaults. */
        public static %1$s %2$s(LearningRateSchedule learningRate) {
          return %1$s.DEFAULTS.withLearningRate(learningRate);
        }
      """
            .formatted(record, name)
        : """

        /** Returns {@link %1$s} with Keras' defaults. */
        public static %1$s %2$s() {
          return %1$s.DEFAULTS;
        }
      """
            .formatted(record, name);
  }
}
