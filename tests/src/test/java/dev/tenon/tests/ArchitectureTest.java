package dev.tenon.tests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of ARCHITECTURE.md. */
@AnalyzeClasses(
    packages = "dev.tenon",
    importOptions = {ImportOption.DoNotIncludeTests.class, WithoutTestJars.class})
final class ArchitectureTest {
  private static final String[] ENGINES = {
    "dev.tenon.runtime.tensorflow..", "dev.tenon.runtime.onnxruntime.."
  };

  @ArchTest
  static final ArchRule tensorStandsAlone =
      noClasses()
          .that()
          .resideInAnyPackage("dev.tenon.tensor..", "dev.tenon.error..", "dev.tenon.schema..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.tenon.ir..",
              "dev.tenon.layers..",
              "dev.tenon.formats..",
              "dev.tenon.importers..",
              "dev.tenon.exporters..",
              "dev.tenon.runtime..");

  @ArchTest
  static final ArchRule kerasKnowsNoFiles =
      noClasses()
          .that()
          .resideInAPackage("dev.tenon.keras..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.tenon.formats..",
              "dev.tenon.importers..",
              "dev.tenon.exporters..",
              "dev.tenon.runtime..",
              "io.jhdf..");

  @ArchTest
  static final ArchRule irKnowsNoFilesAndNoEngines =
      noClasses()
          .that()
          .resideInAnyPackage("dev.tenon.ir..", "dev.tenon.layers..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.tenon.formats..",
              "dev.tenon.importers..",
              "dev.tenon.exporters..",
              "dev.tenon.runtime..",
              "org.tensorflow..",
              "ai.onnxruntime..",
              "com.google.protobuf..",
              "org.bytedeco..",
              "io.jhdf..");

  @ArchTest
  static final ArchRule formatsKnowNothingOfTheIr =
      noClasses()
          .that()
          .resideInAPackage("dev.tenon.formats..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.tenon.ir..", "dev.tenon.layers..", "dev.tenon.runtime..");

  @ArchTest
  static final ArchRule importersKnowNoExportersAndNoEngines =
      noClasses()
          .that()
          .resideInAPackage("dev.tenon.importers..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.tenon.exporters..", "dev.tenon.runtime..");

  @ArchTest
  static final ArchRule exportersKnowNoImportersAndNoEngines =
      noClasses()
          .that()
          .resideInAPackage("dev.tenon.exporters..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.tenon.importers..", "dev.tenon.runtime..");

  @ArchTest
  static final ArchRule nothingBelowKnowsInspect =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.tenon.inspect..", "dev.tenon.cli..", "dev.tenon.spark..", "dev.tenon.samples..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.tenon.inspect..");

  @ArchTest
  static final ArchRule onlyTheEnginesNameTheirLibraries =
      noClasses()
          .that()
          .resideOutsideOfPackages(ENGINES)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.tensorflow..", "ai.onnxruntime..");

  @ArchTest
  static final ArchRule onlySparkNamesItsLibraries =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.tenon.spark..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "scala..");

  @ArchTest
  static final ArchRule theZooAndPipelinesKnowNoCommandAndNoEngine =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.tenon.zoo..",
              "dev.tenon.text..",
              "dev.tenon.langchain4j..",
              "dev.tenon.springai..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.tenon.cli..",
              "dev.tenon.runtime.tensorflow..",
              "dev.tenon.runtime.onnxruntime..");
}
