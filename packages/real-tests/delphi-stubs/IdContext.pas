unit IdContext;
interface
type
  TIdContext = class
  end;
implementation
end.
