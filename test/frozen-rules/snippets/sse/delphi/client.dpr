// Names the stream that it would read.
program client;

begin
  WriteLn('{{endpoint}}');
end.
