package dev.tenon.keras.calls;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.keras.KerasDialect;
import dev.tenon.keras.KerasGeneration;
import dev.tenon.keras.Readers;
import dev.tenon.keras.config.Json;
import dev.tenon.keras.config.LayerConfig;
import dev.tenon.keras.config.LayerUpgrade;
import dev.tenon.layers.base.Arg;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a form of calls can say is read again as it was written. */
final class CallFormsTest {
  private static final TensorType TYPE =
      InputTypes.type("x", List.of(-1L, 3L), layer("x", "InputLayer"));

  private final Map<Value, TensorOrigin> origins = new LinkedHashMap<>();
  private final TensorOrigins tensors = new Origins();

  CallFormsTest() {
    for (String className : List.of("InputLayer", "Dense", "Functional", "Sequential")) {
      for (int call = 0; call < 3; call++) {
        for (int output = 0; output < 2; output++) {
          Value value = Value.of(className + call + output, TYPE);
          origins.put(value, new TensorOrigin("of_" + className, className, call, output));
        }
      }
    }
  }

  private final class Origins implements TensorOrigins {
    @Override
    public TensorOrigin origin(Value value) {
      return Objects.requireNonNull(origins.get(value));
    }

    @Override
    public TensorType type(Value value) {
      return TYPE;
    }
  }

  private record ReadersOf(List<KerasGeneration> readers) implements Readers {
    @Override
    public boolean byOldReader() {
      return false;
    }
  }

  private static LayerConfig layer(String name, String className) {
    ObjectNode config = Json.emptyObject().put("name", name);
    config.putArray("layers");
    ObjectNode entry = Json.emptyObject().put("class_name", className);
    return LayerUpgrade.layer(entry.set("config", config), KerasDialect.KERAS_3);
  }

  private TensorLookup lookup(boolean older) {
    Map<TensorEntry, Value> byEntry = new LinkedHashMap<>();
    origins.forEach((value, origin) -> byEntry.put(TensorEntry.of(origin, older), value));
    return new TensorLookup(
        "layer",
        (layer, node, tensor) ->
            Objects.requireNonNull(byEntry.get(new TensorEntry(layer, node, tensor))));
  }

  @RepeatedTest(200)
  void keras3Calls(RepetitionInfo repetition) {
    Arguments random = new Arguments(repetition.getCurrentRepetition(), false);
    CallArguments call = new CallArguments(random.some(3), random.named(3));
    JsonNode written = Keras3Calls.write(call, tensors);
    assertThat(Keras3Calls.matches(written)).isTrue();
    assertThat(Keras3Calls.read(written, lookup(false))).isEqualTo(call);
  }

  @RepeatedTest(200)
  void legacyCalls(RepetitionInfo repetition) {
    Arguments random = new Arguments(repetition.getCurrentRepetition(), true);
    boolean operation = random.random.nextBoolean();
    Arg first = random.positional(operation ? 1 : 2);
    CallArguments call = new CallArguments(List.of(first), random.named(3));
    JsonNode written = LegacyCalls.write(first, call.kwargs(), operation, tensors);
    assertThat(Keras3Calls.matches(written)).isFalse();
    assertThat(LegacyCalls.read(written, operation, lookup(true))).isEqualTo(call);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void endsOfModels(int count) {
    List<Value> values = List.copyOf(origins.keySet()).subList(0, count);
    List<String> keys = List.of("a", "b", "c").subList(0, count);
    for (CallStructure structure :
        List.of(
            CallStructure.of(count),
            CallStructure.LIST,
            new CallStructure(CallStructure.Kind.DICT, keys))) {
      for (KerasGeneration reader : KerasGeneration.values()) {
        boolean older = reader == KerasGeneration.TF_KERAS;
        List<TensorEntry> read = new ArrayList<>();
        JsonNode written =
            ModelEnds.write(values, structure, new ReadersOf(List.of(reader)), tensors);
        CallStructure again = ModelEnds.read("model", written, older, read::add);
        // A list of one tensor is nothing that Keras before 3 tells from the tensor.
        boolean same = !older || count > 1 || structure.kind() != CallStructure.Kind.LIST;
        assertThat(again).isEqualTo(same ? structure : CallStructure.BARE);
        assertThat(read)
            .containsExactlyElementsOf(
                values.stream()
                    .map(value -> TensorEntry.ofEnd(tensors.origin(value), older))
                    .toList());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(KerasDialect.class)
  void callsAreCountedAsTheyAreNumbered(KerasDialect dialect) {
    boolean older = dialect.before(KerasDialect.KERAS_3);
    Map<String, LayerConfig> layers = new TreeMap<>();
    origins
        .values()
        .forEach(
            origin ->
                layers.computeIfAbsent(origin.layer(), name -> layer(name, origin.className())));
    Placeholders placeholders = new Placeholders("model", dialect, layers);
    Map<TensorOrigin, Value> found = new LinkedHashMap<>();
    for (TensorOrigin origin : origins.values()) {
      TensorEntry entry = TensorEntry.of(origin, older);
      Value value = placeholders.find(entry.layer(), entry.node(), entry.tensor());
      assertThat(placeholders.end(TensorEntry.ofEnd(origin, older))).isSameAs(value);
      found.put(origin, value);
    }
    found.forEach(
        (origin, value) ->
            assertThat(
                    placeholders
                        .outputs(layer(origin.layer(), origin.className()), origin.call(), 3)
                        .get(origin.output()))
                .isSameAs(value));
    placeholders.check();
  }

  /** Arguments at random. */
  private final class Arguments {
    private final Random random;
    private final boolean older;
    private final List<Value> values = List.copyOf(origins.keySet());

    Arguments(int seed, boolean older) {
      this.random = new Random(seed);
      this.older = older;
    }

    List<Arg> some(int depth) {
      return Stream.generate(() -> any(depth - 1)).limit(random.nextInt(4)).toList();
    }

    Map<String, Arg> named(int depth) {
      Map<String, Arg> named = new LinkedHashMap<>();
      some(depth).forEach(arg -> named.put("k" + named.size(), arg));
      return named;
    }

    /** Returns an argument with a place for the keywords, a list of them of at least so many. */
    Arg positional(int least) {
      return nest(
          least,
          item -> random.nextInt(3) == 0 ? positional(1) : random.nextBoolean() ? ref() : leaf());
    }

    private Arg nest(int least, Function<Integer, Arg> items) {
      int count = least + random.nextInt(3);
      List<Arg> list = Stream.iterate(0, i -> i + 1).limit(count).map(items).toList();
      return switch (random.nextInt(3)) {
        case 0 -> list.get(0);
        case 1 -> new Arg.Seq(list);
        default -> {
          Map<String, Arg> byKey = new LinkedHashMap<>();
          list.forEach(item -> byKey.put("k" + byKey.size(), item));
          yield new Arg.Dict(byKey);
        }
      };
    }

    private Arg ref() {
      return new Arg.Ref(values.get(random.nextInt(values.size())));
    }

    private Arg any(int depth) {
      return switch (random.nextInt(depth > 0 ? 4 : 2)) {
        case 0 -> ref();
        case 1 -> leaf();
        case 2 -> new Arg.Dict(named(depth));
        default -> {
          List<Arg> items = new ArrayList<>(some(depth));
          // A list that begins with a text may look like a tensor to the older form.
          items.add(0, ref());
          yield new Arg.Seq(items);
        }
      };
    }

    private Arg leaf() {
      return switch (random.nextInt(older ? 7 : 8)) {
        case 0 -> new Arg.Const(random.nextLong());
        case 1 -> new Arg.Const(random.nextGaussian());
        case 2 -> new Arg.Const(random.nextBoolean());
        case 3 -> new Arg.Const("same");
        case 4 -> new Arg.Const(null);
        case 5 -> new Arg.Ellipsis();
        case 6 -> new Arg.Slice(any(0), new Arg.Const(3L), new Arg.Const(null));
        default -> new Arg.Const(tensor());
      };
    }

    private Tensor tensor() {
      Tensor numbers = Tensor.of(new double[] {1, 0, random.nextInt(9), 1, 0, 1}, 2, 3);
      List<DType> types =
          List.of(DType.FLOAT16, DType.FLOAT32, DType.INT8, DType.INT64, DType.BOOL);
      return numbers.cast(types.get(random.nextInt(types.size())));
    }
  }
}
