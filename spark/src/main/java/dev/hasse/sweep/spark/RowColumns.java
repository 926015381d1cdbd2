package dev.hasse.sweep.spark;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;

import dev.hasse.sweep.SweepRow;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * The columns of a Parquet file of rows: names and types are those of {@code hasse sweep
 * --parquet}, which a test checks.
 */
final class RowColumns {
  private static final List<Column> COLUMNS =
      List.of(
          wholeLong("question", SweepRow::question),
          text("network", SweepRow::network),
          text("network_hash", SweepRow::networkHash),
          text("dataset", SweepRow::dataset),
          whole("input", SweepRow::input),
          whole("label", SweepRow::label),
          number("radius", SweepRow::radius),
          maybeNumber("refused_radius", SweepRow::refusedRadius),
          number("clip_lower", SweepRow::clipLower),
          number("clip_upper", SweepRow::clipUpper),
          wholeLong("seed", SweepRow::seed),
          text("verdict", SweepRow::verdict),
          maybeText("method", SweepRow::method),
          maybeText("guarantee", SweepRow::guarantee),
          maybeNumber("margin", SweepRow::margin),
          maybeNumber("ibp", SweepRow::ibp),
          maybeNumber("crown_ibp", SweepRow::crownIbp),
          maybeNumber("crown", SweepRow::crown),
          maybeNumber("alpha_crown", SweepRow::alphaCrown),
          maybeNumber("lp", SweepRow::lp),
          maybeNumber("sdp", SweepRow::sdp),
          maybeNumber("exact", SweepRow::exact),
          maybeWhole("unstable"),
          number("seconds", SweepRow::seconds),
          text("backend", SweepRow::backend),
          text("device", SweepRow::device),
          text("host", SweepRow::host),
          text("version", SweepRow::version),
          maybeText("error", SweepRow::error));

  private RowColumns() {}

  /**
   * A column.
   *
   * @param isThere whether a row has a value
   * @param value writes it
   */
  private record Column(
      Type type, Predicate<SweepRow> isThere, BiConsumer<SweepRow, RecordConsumer> value) {}

  static MessageType schema() {
    return new MessageType("answers", COLUMNS.stream().map(Column::type).toList());
  }

  static void write(SweepRow row, RecordConsumer out) {
    out.startMessage();
    for (int k = 0; k < COLUMNS.size(); k++) {
      Column column = COLUMNS.get(k);
      if (column.isThere().test(row)) {
        out.startField(column.type().getName(), k);
        column.value().accept(row, out);
        out.endField(column.type().getName(), k);
      }
    }
    out.endMessage();
  }

  private static Column wholeLong(String name, ToLongFunction<SweepRow> value) {
    return new Column(
        Types.required(PrimitiveTypeName.INT64).named(name),
        row -> true,
        (row, out) -> out.addLong(value.applyAsLong(row)));
  }

  private static Column whole(String name, ToIntFunction<SweepRow> value) {
    return new Column(
        Types.required(PrimitiveTypeName.INT32).named(name),
        row -> true,
        (row, out) -> out.addInteger(value.applyAsInt(row)));
  }

  private static Column maybeWhole(String name) {
    return new Column(
        Types.optional(PrimitiveTypeName.INT32).named(name),
        row -> row.unstable().isPresent(),
        (row, out) -> out.addInteger(row.unstable().getAsInt()));
  }

  private static Column number(String name, ToDoubleFunction<SweepRow> value) {
    return new Column(
        Types.required(PrimitiveTypeName.DOUBLE).named(name),
        row -> true,
        (row, out) -> out.addDouble(value.applyAsDouble(row)));
  }

  private static Column maybeNumber(String name, Function<SweepRow, OptionalDouble> value) {
    return new Column(
        Types.optional(PrimitiveTypeName.DOUBLE).named(name),
        row -> value.apply(row).isPresent(),
        (row, out) -> out.addDouble(value.apply(row).getAsDouble()));
  }

  private static Column text(String name, Function<SweepRow, String> value) {
    return new Column(
        Types.required(PrimitiveTypeName.BINARY).as(stringType()).named(name),
        row -> true,
        (row, out) -> out.addBinary(Binary.fromString(value.apply(row))));
  }

  private static Column maybeText(String name, Function<SweepRow, Optional<String>> value) {
    return new Column(
        Types.optional(PrimitiveTypeName.BINARY).as(stringType()).named(name),
        row -> value.apply(row).isPresent(),
        (row, out) -> out.addBinary(Binary.fromString(value.apply(row).orElseThrow())));
  }
}
