const events = new EventSource('{{endpoint}}');
events.onopen = () => console.log('connected');
events.onmessage = ({ data }) => console.log(data);
events.onerror = () => console.log('lost, or refused');
