package dev.tenon.tests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.all;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.freeze.FreezingArchRule.freeze;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.AbstractClassesTransformer;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ClassesTransformer;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the packages are to become: no cycles, few files each, no name twice, and each library named
 * by those alone that are for it.
 *
 * <p>What breaks a rule today stands in {@code src/test/resources/frozen}. An offence that is not
 * there fails; one that is mended is taken out of the list by the test itself, so the lists only
 * get shorter. Commit them with the change.
 */
@AnalyzeClasses(
    packages = "dev.tenon",
    importOptions = {ImportOption.DoNotIncludeTests.class, WithoutTestJars.class})
final class StructureTest {
  /** Source files of a package that one still finds one's way in. */
  private static final int MOST_FILES = 25;

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      freeze(all(packages()).should(lieOnNoCycle()).as("packages have no cycles"));

  @ArchTest
  static final ArchRule packagesAreSmall =
      freeze(all(packages()).should(haveFewFiles()).as("packages have at most 25 files"));

  @ArchTest
  static final ArchRule namesAreUnique =
      freeze(all(names()).should(standOnce()).as("simple names stand once"));

  @ArchTest
  static final ArchRule onlyTheTopNamesTheModel =
      freeze(
          noClasses()
              .that()
              .resideOutsideOfPackages(
                  "dev.tenon",
                  "dev.tenon.tuning..",
                  "dev.tenon.utils..",
                  "dev.tenon.inspect..",
                  "dev.tenon.verify..",
                  "dev.tenon.zoo..",
                  "dev.tenon.text..",
                  "dev.tenon.spark..",
                  "dev.tenon.cli..",
                  "dev.tenon.samples..")
              .should()
              .dependOnClassesThat()
              .resideInAPackage("dev.tenon")
              .as("only what lies above the model names it"));

  @ArchTest
  static final ArchRule onnxProtosHaveFewReaders =
      freeze(
          noClasses()
              .that()
              .resideOutsideOfPackages(
                  "dev.tenon.formats..",
                  "dev.tenon.importers.onnx..",
                  "dev.tenon.exporters.onnx..",
                  "dev.tenon.runtime.tensorflow..",
                  "dev.tenon.runtime.onnxruntime..")
              .should()
              .dependOnClassesThat()
              .haveNameMatching("ai\\.onnx\\.proto\\..*|onnx\\..*")
              .as("ONNX protos are named by formats, importers.onnx, exporters.onnx and engines"));

  @ArchTest
  static final ArchRule onlyFormatsNameHdf5 =
      freeze(
          noClasses()
              .that()
              .resideOutsideOfPackages("dev.tenon.formats..")
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage("io.jhdf..", "org.bytedeco.hdf5..")
              .as("HDF5 is named by formats only"));

  /** A package and the classes in it, without those of packages below it. */
  private static ClassesTransformer<JavaPackage> packages() {
    return new AbstractClassesTransformer<>("packages") {
      @Override
      public Iterable<JavaPackage> doTransform(JavaClasses classes) {
        Map<String, JavaPackage> found = new TreeMap<>();
        classes.forEach(each -> found.put(each.getPackageName(), each.getPackage()));
        return found.values();
      }
    };
  }

  /** Top-level classes that have one simple name. */
  private static ClassesTransformer<List<JavaClass>> names() {
    return new AbstractClassesTransformer<>("names") {
      @Override
      public Iterable<List<JavaClass>> doTransform(JavaClasses classes) {
        return classes.stream()
            .filter(each -> isWritten(each) && !each.getSimpleName().equals("package-info"))
            .collect(
                Collectors.groupingBy(JavaClass::getSimpleName, TreeMap::new, Collectors.toList()))
            .values();
      }
    };
  }

  /** Says whether a class has a source file of its own that a person wrote. */
  private static boolean isWritten(JavaClass each) {
    return each.isTopLevelClass()
        && !each.isArray()
        && Sources.NAMES.contains(each.getName().replace('.', '/') + ".java");
  }

  /** The source files in the folders that no processor writes to; read when a rule asks first. */
  private static final class Sources {
    static final Set<String> NAMES = names();

    private static Set<String> names() {
      Path inside = Path.of("src", "main", "java");
      Set<String> names = new HashSet<>();
      try (Stream<Path> modules = Files.find(Checkout.root(), 2, (file, is) -> is.isDirectory())) {
        for (Path folder : modules.map(module -> module.resolve(inside)).toList()) {
          if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
              files.map(file -> folder.relativize(file).toString()).forEach(names::add);
            }
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return names;
    }
  }

  private static ArchCondition<List<JavaClass>> standOnce() {
    return new ArchCondition<>("stand once") {
      private Set<String> reasons = Set.of();

      @Override
      public void init(Collection<List<JavaClass>> all) {
        reasons = ListedExceptions.of("double-names.tsv");
      }

      @Override
      public void check(List<JavaClass> same, ConditionEvents events) {
        boolean reason = reasons.contains(same.get(0).getSimpleName());
        String where = same.stream().map(JavaClass::getPackageName).sorted().toList().toString();
        events.add(
            new SimpleConditionEvent(
                same,
                (same.size() == 1) != reason,
                same.get(0).getSimpleName() + " stands in " + where));
      }
    };
  }

  private static ArchCondition<JavaPackage> haveFewFiles() {
    return new ArchCondition<>("have few files") {
      private Set<String> reasons = Set.of();

      // Rules are also made where tests are only looked for, in another folder.
      @Override
      public void init(Collection<JavaPackage> all) {
        reasons = ListedExceptions.of("large-packages.tsv");
      }

      @Override
      public void check(JavaPackage each, ConditionEvents events) {
        long files = each.getClasses().stream().filter(StructureTest::isWritten).count();
        boolean large = files > MOST_FILES;
        boolean reason = reasons.contains(each.getName());
        String text = each.getName() + " has more than 25 files";
        events.add(new SimpleConditionEvent(each, !large || reason, text));
        events.add(
            new SimpleConditionEvent(
                each, large || !reason, each.getName() + " needs no reason any more"));
      }
    };
  }

  private static ArchCondition<JavaPackage> lieOnNoCycle() {
    return new ArchCondition<>("lie on no cycle") {
      @Override
      public void check(JavaPackage each, ConditionEvents events) {
        events.add(
            new SimpleConditionEvent(
                each, !reaches(each, each), each.getName() + " lies on a cycle of packages"));
      }
    };
  }

  private static boolean reaches(JavaPackage from, JavaPackage to) {
    Set<String> seen = new HashSet<>();
    Deque<JavaPackage> open = new ArrayDeque<>(named(from));
    while (!open.isEmpty()) {
      JavaPackage next = open.pop();
      if (next.getName().equals(to.getName())) {
        return true;
      }
      if (seen.add(next.getName())) {
        open.addAll(named(next));
      }
    }
    return false;
  }

  private static Collection<JavaPackage> named(JavaPackage from) {
    Map<String, JavaPackage> found = new TreeMap<>();
    from.getClasses().stream()
        .flatMap(each -> each.getDirectDependenciesFromSelf().stream())
        .map(dependency -> dependency.getTargetClass().getBaseComponentType())
        .filter(target -> target.getPackageName().startsWith("dev.tenon"))
        .map(JavaClass::getPackage)
        .filter(target -> !target.getName().equals(from.getName()))
        .forEach(target -> found.put(target.getName(), target));
    return found.values();
  }
}
